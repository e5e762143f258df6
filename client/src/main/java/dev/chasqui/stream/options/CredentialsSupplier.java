package dev.chasqui.stream.options;

/**
 * Gives the credentials of each new connection, so that they can rotate. Called once per connection on a thread of the stream that may
 * block, never on the connection's thread.
 */
@FunctionalInterface
public interface CredentialsSupplier {

    /**
     * The credentials to use now; not null.
     *
     * @throws Exception if there are none; the stream then fails, and its error names the type of the exception, not its text
     */
    Credentials get() throws Exception;
}
