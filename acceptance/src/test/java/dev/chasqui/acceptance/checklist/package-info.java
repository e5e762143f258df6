/** How a streaming client of Alpaca must behave, item by item, on real sockets. Uses what is public of the client and the simulator. */
@NullMarked
package dev.chasqui.acceptance.checklist;

import org.jspecify.annotations.NullMarked;
