/**
 * A TCP proxy that makes a network fail on purpose, between any client and any server on the loopback interface. Uses the JDK only, and
 * knows neither of them.
 */
@NullMarked
package dev.chasqui.acceptance.proxy;

import org.jspecify.annotations.NullMarked;
