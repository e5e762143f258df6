/**
 * When markets are open: the phases of a day, the days of US stock markets by rule and by what an exchange calendar says, and which phases a
 * feed carries data in. Pure functions of time; uses model only.
 */
@NullMarked
package dev.chasqui.internal.calendar;

import org.jspecify.annotations.NullMarked;
