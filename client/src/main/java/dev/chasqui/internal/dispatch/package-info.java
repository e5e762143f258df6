/**
 * From the connection's thread to the handlers: registrations, the bounded queue and its policies. May use {@code model} and
 * {@code stream.options}. Not for users.
 */
@NullMarked
package dev.chasqui.internal.dispatch;

import org.jspecify.annotations.NullMarked;
