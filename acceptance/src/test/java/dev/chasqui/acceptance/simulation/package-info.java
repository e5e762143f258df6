/**
 * The client's own logic against the simulator's own sessions and REST service, on virtual time and without sockets: everything that
 * happens follows from one number, so a failure can be had again.
 */
@NullMarked
package dev.chasqui.acceptance.simulation;

import org.jspecify.annotations.NullMarked;
