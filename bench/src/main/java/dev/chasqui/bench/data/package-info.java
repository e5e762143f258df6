/** The bytes that are sent: recorded frames, packed, renamed, encoded and framed ahead of the measurement. */
@NullMarked
package dev.chasqui.bench.data;

import org.jspecify.annotations.NullMarked;
