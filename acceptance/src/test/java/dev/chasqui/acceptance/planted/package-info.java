/** Bugs planted into the product on purpose, each of which the suite must find: a check that finds nothing wrong may be one that looks nowhere. */
@NullMarked
package dev.chasqui.acceptance.planted;

import org.jspecify.annotations.NullMarked;
