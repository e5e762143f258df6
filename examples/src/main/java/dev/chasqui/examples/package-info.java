/**
 * Small programs, to be read. Each takes its credentials from the environment ({@code APCA_API_KEY_ID} and {@code APCA_API_SECRET_KEY}) and
 * runs against Alpaca, or with {@code --url ws://127.0.0.1:PORT} against a simulator or relay. May use what is public of the client.
 */
@NullMarked
package dev.chasqui.examples;

import org.jspecify.annotations.NullMarked;
