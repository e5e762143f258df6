package dev.chasqui.cli;

/** What was asked for does not exist or contradicts itself. The message says what would be right. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    /** For what a library refuses in the same words. */
    UsageException(IllegalArgumentException refusal) {
        super(refusal.getMessage(), refusal);
    }
}
