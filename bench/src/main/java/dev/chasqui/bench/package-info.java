/** Starts the measurements: one process for each thing measured. */
@NullMarked
package dev.chasqui.bench;

import org.jspecify.annotations.NullMarked;
