/**
 * What can be set on a stream: immutable values with named defaults, checked when they are made. May use {@code model} only.
 */
@NullMarked
package dev.chasqui.stream.options;

import org.jspecify.annotations.NullMarked;
