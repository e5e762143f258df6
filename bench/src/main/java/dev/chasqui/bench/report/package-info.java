/** What was measured, as text, JSON and a chart. */
@NullMarked
package dev.chasqui.bench.report;

import org.jspecify.annotations.NullMarked;
