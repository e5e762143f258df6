/** What the tests of all modules share. */
@NullMarked
package dev.chasqui.testing;

import org.jspecify.annotations.NullMarked;
