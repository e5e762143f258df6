/** Benchmarks of single parts, for JMH. */
@NullMarked
package dev.chasqui.bench.jmh;

import org.jspecify.annotations.NullMarked;
