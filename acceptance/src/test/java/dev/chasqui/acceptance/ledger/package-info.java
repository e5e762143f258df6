/**
 * Compares what was published with what a stream delivered and with what it told of gaps, in the words of Jepsen: attempted, ok, lost,
 * duplicated, unexpected, recovered. Uses model and events of the client.
 */
@NullMarked
package dev.chasqui.acceptance.ledger;

import org.jspecify.annotations.NullMarked;
