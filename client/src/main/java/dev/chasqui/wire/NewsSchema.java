package dev.chasqui.wire;

import dev.chasqui.model.MarketEvent;
import dev.chasqui.model.News;
import java.util.List;

/** Reads news articles. Begins inside of the object and ends behind it. */
final class NewsSchema {

    private final ValueReader in;
    private final Fields fields;

    NewsSchema(ValueReader in, Fields fields) {
        this.in = in;
        this.fields = fields;
    }

    News news() {
        Long id = null;
        String headline = null;
        String summary = "";
        String author = "";
        long created = MarketEvent.NO_TIMESTAMP;
        long updated = MarketEvent.NO_TIMESTAMP;
        String url = "";
        String content = "";
        List<String> symbols = List.of();
        String source = "";
        for (int key = in.nextKey(); key != ValueReader.END; key = in.nextKey()) {
            switch (in.key()) {
                case "id" -> id = in.readUnsigned();
                case "headline" -> headline = in.readString();
                case "summary" -> summary = fields.text();
                case "author" -> author = fields.text();
                case "created_at" -> created = in.readTimestamp();
                case "updated_at" -> updated = in.readTimestamp();
                case "url" -> url = fields.text();
                case "content" -> content = content();
                case "symbols" -> symbols = in.readStrings();
                case "source" -> source = fields.text();
                default -> fields.other(key);
            }
        }
        return new News(
                Fields.required(id, "id"),
                Fields.required(headline, "headline"),
                summary,
                author,
                Fields.requiredTime(created, "created_at"),
                Fields.requiredTime(updated, "updated_at"),
                url,
                content,
                symbols,
                source);
    }

    private String content() {
        return in.isNull() ? "" : in.readString(in.limits.maxContentBytes());
    }
}
