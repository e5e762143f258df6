package dev.chasqui.bench.receiver;

import java.io.IOException;
import java.net.URI;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jacobpeterson.alpaca.model.endpoint.marketdata.common.realtime.MarketDataMessage;
import net.jacobpeterson.alpaca.model.endpoint.marketdata.common.realtime.enums.MarketDataMessageType;
import net.jacobpeterson.alpaca.model.endpoint.marketdata.stock.realtime.quote.StockQuoteMessage;
import net.jacobpeterson.alpaca.model.endpoint.marketdata.stock.realtime.trade.StockTradeMessage;
import net.jacobpeterson.alpaca.model.properties.DataAPIType;
import net.jacobpeterson.alpaca.websocket.marketdata.stock.StockMarketDataWebsocket;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Response;

/**
 * The SDK alpaca-java 9.2.0, unmodified. It knows Alpaca's host only, so an interceptor of its HTTP client turns the request to this one. It
 * keeps trade ids in 32 bits and would refuse the recorded ones, so it is sent the same messages with smaller ids.
 */
final class AlpacaJava implements Receiver {

    private static final int CONNECT_SECONDS = 20;
    private static final long SECOND = 1_000_000_000L;
    private static final List<String> EVERYTHING = List.of("*");

    @Override
    public void start(URI uri, Meter meter) throws Exception {
        OkHttpClient client = new OkHttpClient.Builder()
                .addInterceptor(chain -> redirected(chain, uri))
                .build();
        StockMarketDataWebsocket socket = new StockMarketDataWebsocket(client, DataAPIType.SIP, "key", "secret");
        socket.setListener((type, message) -> read(message, meter));
        socket.subscribeToControl(MarketDataMessageType.SUCCESS, MarketDataMessageType.ERROR);
        socket.connect();
        socket.getAuthorizationFuture().get(CONNECT_SECONDS, TimeUnit.SECONDS);
        socket.subscribe(EVERYTHING, EVERYTHING, List.of());
    }

    private static Response redirected(Interceptor.Chain chain, URI uri) throws IOException {
        return chain.proceed(chain.request()
                .newBuilder()
                .url(chain.request()
                        .url()
                        .newBuilder()
                        .scheme("http")
                        .host(uri.getHost())
                        .port(uri.getPort())
                        .build())
                .build());
    }

    private static void read(MarketDataMessage message, Meter meter) {
        if (message instanceof StockQuoteMessage quote) {
            meter.add(
                    quote.getSymbol(),
                    quote.getBidPrice() + quote.getAskPrice(),
                    quote.getBidSize() + quote.getAskSize(),
                    quote.getConditions().size(),
                    nanos(quote.getTimestamp()));
        } else if (message instanceof StockTradeMessage trade) {
            meter.add(
                    trade.getSymbol(),
                    trade.getPrice(),
                    trade.getSize(),
                    trade.getConditions().size(),
                    nanos(trade.getTimestamp()));
        }
    }

    private static long nanos(ZonedDateTime time) {
        return time.toEpochSecond() * SECOND + time.getNano();
    }
}
