/** Receivers, each a process of its own: this project's client, the limit, and other clients, all reading the same fields. */
@NullMarked
package dev.chasqui.bench.receiver;

import org.jspecify.annotations.NullMarked;
