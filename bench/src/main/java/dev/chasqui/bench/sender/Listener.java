package dev.chasqui.bench.sender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.jspecify.annotations.Nullable;

/** Accepts connections on loopback, plain or encrypted. */
final class Listener {

    /** Accepts one. */
    interface Acceptor {
        Outlet accept() throws IOException;
    }

    private final int port;
    private final Acceptor acceptor;

    private Listener(int port, Acceptor acceptor) {
        this.port = port;
        this.acceptor = acceptor;
    }

    /** Listens on a free port; encrypted if there is a key. */
    static Listener open(@Nullable Path keyStore, String password) throws IOException, GeneralSecurityException {
        return keyStore == null ? plain() : encrypted(keyStore, password);
    }

    int port() {
        return port;
    }

    Outlet accept() throws IOException {
        return acceptor.accept();
    }

    private static Listener plain() throws IOException {
        ServerSocketChannel server =
                ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return new Listener(server.socket().getLocalPort(), () -> {
            SocketChannel channel = server.accept();
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return Outlet.of(channel);
        });
    }

    private static Listener encrypted(Path keyStore, String password) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, password.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
        return new Listener(server.getLocalPort(), () -> {
            var socket = server.accept();
            socket.setTcpNoDelay(true);
            return Outlet.of(socket);
        });
    }
}
