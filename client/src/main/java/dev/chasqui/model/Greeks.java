package dev.chasqui.model;

/**
 * How the price of an option answers to what moves it, as Alpaca computes it. A figure that is not told is NaN.
 *
 * @param delta change of the price for a dollar of the underlying
 * @param gamma change of delta for a dollar of the underlying
 * @param theta change of the price for a day
 * @param vega change of the price for one percent of volatility
 * @param rho change of the price for one percent of the interest rate
 */
public record Greeks(double delta, double gamma, double theta, double vega, double rho) {}
