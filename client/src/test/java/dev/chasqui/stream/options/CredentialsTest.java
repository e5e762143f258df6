package dev.chasqui.stream.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.Map;
import org.junit.jupiter.api.Test;

class CredentialsTest {

    private static final String KEY = "canary-key";
    private static final String SECRET = "canary-secret";

    @Test
    void aPairKeepsKeyAndSecret() {
        Credentials pair = Credentials.of(KEY, SECRET);
        assertThat(pair.key()).isEqualTo(KEY);
        assertThat(pair.secret()).isEqualTo(SECRET);
        assertThat(pair.isToken()).isFalse();
    }

    @Test
    void tokensAreMarkedByTheirKey() {
        assertThat(Credentials.oauth(SECRET).key()).isEqualTo("oauth");
        assertThat(Credentials.accessToken(SECRET).key()).isEqualTo("access_token");
        assertThat(Credentials.oauth(SECRET).isToken()).isTrue();
        assertThat(Credentials.accessToken(SECRET).isToken()).isTrue();
        assertThat(Credentials.accessToken(SECRET).secret()).isEqualTo(SECRET);
    }

    @Test
    void textShowsNeitherKeyNorSecret() {
        assertThat(Credentials.of(KEY, SECRET)).hasToString("Credentials[redacted]");
        assertThat(Credentials.oauth(SECRET).toString()).doesNotContain("canary");
    }

    @Test
    void bothComeFromTheEnvironment() {
        Credentials read = Credentials.from(Map.of("APCA_API_KEY_ID", KEY, "APCA_API_SECRET_KEY", SECRET));
        assertThat(read.key()).isEqualTo(KEY);
        assertThat(read.secret()).isEqualTo(SECRET);
    }

    @Test
    void aMissingVariableIsNamedAndTheOtherIsNotShown() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Credentials.from(Map.of("APCA_API_SECRET_KEY", SECRET)))
                .withMessageStartingWith("the environment variable APCA_API_KEY_ID is not set")
                .withMessageNotContaining("canary");
        assertThatIllegalStateException()
                .isThrownBy(() -> Credentials.from(Map.of("APCA_API_KEY_ID", KEY, "APCA_API_SECRET_KEY", " ")))
                .withMessageStartingWith("the environment variable APCA_API_SECRET_KEY is not set")
                .withMessageNotContaining("canary");
    }

    @Test
    void aBlankKeyOrSecretIsRefusedWithoutShowingTheOther() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of("", SECRET))
                .withMessageNotContaining("canary");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of(KEY, " \t"))
                .withMessageNotContaining("canary");
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.oauth(""));
        assertThatIllegalArgumentException().isThrownBy(() -> Credentials.accessToken(""));
    }

    @Test
    void aProxysPasswordIsNotShown() {
        ProxyOptions proxy = new ProxyOptions("proxy.example", 3128, "canary-user", SECRET);
        assertThat(proxy).hasToString("ProxyOptions[proxy.example:3128, with user]");
        assertThat(ProxyOptions.of("proxy.example", 3128)).hasToString("ProxyOptions[proxy.example:3128]");
    }

    @Test
    void aLineEndReadTogetherWithTheSecretIsRefusedWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Credentials.of("KEY", "CANARY\n"))
                .withMessageContaining("line end")
                .withMessageNotContaining("CANARY");
    }
}
