package io.avid.cli.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.avid.cli.terminal.WrongUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerAddressTest {
    @Test
    void anAddressIsAHostAndAPortOrAnEncryptedHost() {
        assertThat(ServerAddress.parse("avid.example:9090")).isEqualTo(new ServerAddress("avid.example", 9090, false));
        assertThat(ServerAddress.parse("https://avid.example")).isEqualTo(new ServerAddress("avid.example", 443, true));
        assertThat(ServerAddress.parse("https://avid.example:8443/")).isEqualTo(new ServerAddress("avid.example", 8443, true));
        assertThat(ServerAddress.parse("[::1]:8080").isLocal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"avid.example", "ftp://avid.example:21", "avid.example:port", "https://avid.example/path", ":80", ""})
    void anythingElseIsRefusedWithWhatIsExpected(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text)).isInstanceOf(WrongUsage.class).hasMessageContaining("expected HOST:PORT");
    }
}
