package dev.chasqui.simulator;

/** Ends the handling of a REST request with an error. */
final class RestRefusal extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String text;

    RestRefusal(int status, String text) {
        super(text, null, false, false);
        this.status = status;
        this.text = text;
    }

    static RestRefusal badRequest(String message) {
        return new RestRefusal(400, message);
    }

    int status() {
        return status;
    }

    /** What the client is told. */
    String text() {
        return text;
    }
}
