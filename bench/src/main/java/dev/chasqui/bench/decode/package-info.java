/** Other ways to read the same bytes, beside this project's decoder. */
@NullMarked
package dev.chasqui.bench.decode;

import org.jspecify.annotations.NullMarked;
