/**
 * The {@code chasqui} command: one class per command, the formats of its output, and its exit codes. Only {@link dev.chasqui.cli.Main}
 * touches the process; everything else gets its streams and environment from a {@link dev.chasqui.cli.Console}. May use the public
 * packages of the client and the server.
 */
@NullMarked
package dev.chasqui.cli;

import org.jspecify.annotations.NullMarked;
