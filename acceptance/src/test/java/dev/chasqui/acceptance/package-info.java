/** What was promised, shown on real sockets. Uses what is public of the client and the simulator, as any program would. */
@NullMarked
package dev.chasqui.acceptance;

import org.jspecify.annotations.NullMarked;
