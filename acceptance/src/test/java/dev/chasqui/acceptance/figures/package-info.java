/**
 * Figures that can be demanded of a client, measured against bars on real sockets. The build runs each in short;
 * {@code -Dchasqui.figures=full} runs it at full length.
 */
@NullMarked
package dev.chasqui.acceptance.figures;

import org.jspecify.annotations.NullMarked;
