package dev.chasqui.wire;

import dev.chasqui.model.Channel;
import dev.chasqui.model.FeedKind;
import dev.chasqui.model.Subscription;
import dev.chasqui.wire.ClientRequest.Authenticate;
import dev.chasqui.wire.ClientRequest.Listen;
import dev.chasqui.wire.ClientRequest.Malformed;
import dev.chasqui.wire.ClientRequest.Subscribe;
import dev.chasqui.wire.ClientRequest.Unsubscribe;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads the requests that a client sends. Confined to one thread at a time. */
public final class RequestDecoder {

    private static final String OAUTH = "oauth";

    private final ValueReader in;
    private final boolean trading;

    private RequestDecoder(ValueReader in, boolean trading) {
        this.in = in;
        this.trading = trading;
    }

    /** A decoder for one connection. */
    public static RequestDecoder create(Encoding encoding, FeedKind kind, DecodeLimits limits) {
        return new RequestDecoder(ValueReader.create(encoding, limits), kind == FeedKind.TRADING);
    }

    /** One message. Never throws for any input: what is no request becomes {@link ClientRequest.Malformed}. */
    public ClientRequest decode(byte[] message, int offset, int length) {
        in.reset(message, offset, length);
        try {
            Parts parts = readParts();
            in.expectEnd();
            return trading ? tradingRequest(parts) : marketRequest(parts);
        } catch (WireFault fault) {
            return new Malformed(fault.reason());
        }
    }

    private Parts readParts() {
        Parts parts = new Parts();
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            String key = in.key();
            switch (key) {
                case "action" -> parts.action = text();
                case "key" -> parts.key = text();
                case "secret" -> parts.secret = text();
                case "data" -> readData(parts);
                default -> readChannel(key, parts);
            }
        }
        return parts;
    }

    private @Nullable String text() {
        return in.isNull() ? null : in.readString();
    }

    /** The older form of authentication, and what to listen to, on a trading stream. */
    private void readData(Parts parts) {
        if (!trading || in.next() != Token.OBJECT) {
            in.skip();
            return;
        }
        in.beginObject();
        while (in.nextKey() != ValueReader.END) {
            switch (in.key()) {
                case "key_id" -> parts.key = text();
                case "secret_key" -> parts.secret = text();
                case "oauth_token" -> parts.oauthToken = text();
                case "streams" -> parts.streams = in.readStrings();
                default -> in.skip();
            }
        }
    }

    private void readChannel(String key, Parts parts) {
        Channel channel = Channel.ofWireName(key).orElse(null);
        if (channel != null) {
            parts.channels.put(channel, in.readStrings());
        } else if (in.next() == Token.ARRAY) {
            readUnknownChannel(key, parts);
        } else {
            in.skip();
        }
    }

    private void readUnknownChannel(String name, Parts parts) {
        boolean empty = true;
        in.beginArray();
        while (in.hasNext()) {
            in.skip();
            empty = false;
        }
        if (empty) {
            parts.unknownChannels.remove(name);
        } else {
            parts.unknownChannels.add(name);
        }
    }

    private static ClientRequest marketRequest(Parts parts) {
        return switch (parts.actionOrEmpty()) {
            case "auth" -> parts.authenticate();
            case "subscribe" -> new Subscribe(Subscription.of(parts.channels), parts.unknownChannels);
            case "unsubscribe" -> new Unsubscribe(Subscription.of(parts.channels), parts.unknownChannels);
            default -> new Malformed("expected the action auth, subscribe or unsubscribe");
        };
    }

    private static ClientRequest tradingRequest(Parts parts) {
        return switch (parts.actionOrEmpty()) {
            case "auth", "authenticate" -> parts.authenticate();
            case "listen" -> parts.listen();
            default -> new Malformed("expected the action auth, authenticate or listen");
        };
    }

    /** What was read of a request, whose keys come in any order. */
    private static final class Parts {

        private @Nullable String action;
        private @Nullable String key;
        private @Nullable String secret;
        private @Nullable String oauthToken;
        private @Nullable List<String> streams;
        private final Map<Channel, List<String>> channels = new EnumMap<>(Channel.class);
        private final Set<String> unknownChannels = new TreeSet<>();

        String actionOrEmpty() {
            return Fields.orEmpty(action);
        }

        Authenticate authenticate() {
            return oauthToken == null
                    ? new Authenticate(Fields.orEmpty(key), Fields.orEmpty(secret))
                    : new Authenticate(OAUTH, oauthToken);
        }

        ClientRequest listen() {
            return streams == null ? new Malformed("expected data with a list of streams") : new Listen(streams);
        }
    }
}
