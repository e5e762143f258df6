/** A blocking server that copies prepared bytes to a socket, so that the receiver is what is measured. */
@NullMarked
package dev.chasqui.bench.sender;

import org.jspecify.annotations.NullMarked;
