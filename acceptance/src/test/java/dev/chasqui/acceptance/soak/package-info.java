/** Long runs of one stream on real sockets under a rain of faults. May depend on everything of the project. */
@NullMarked
package dev.chasqui.acceptance.soak;

import org.jspecify.annotations.NullMarked;
