package dev.chasqui.wire;

/** What kind of value comes next, with the words that tell it to a person. */
enum Token {
    OBJECT("an object"),
    ARRAY("an array"),
    TEXT("a text"),
    NUMBER("a number"),
    BOOLEAN("true or false"),
    NULL("null"),
    TIME("a time"),
    OTHER("something else"),
    END("the end of the message");

    private final String noun;

    Token(String noun) {
        this.noun = noun;
    }

    /** The fault of finding {@code found} instead of this. */
    WireFault insteadOf(Token found) {
        return new WireFault("expected " + noun + ", found " + found.noun);
    }
}
