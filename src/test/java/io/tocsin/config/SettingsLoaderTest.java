package io.tocsin.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsLoaderTest {
    private final Path folder;

    SettingsLoaderTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void aStartIsAWordATimeOrADistance() throws ConfigException {
        assertThat(start("new")).isEqualTo(new Start.New());
        assertThat(start("beginning")).isEqualTo(new Start.Beginning());
        assertThat(start("2017-09-30T15:10:17Z")).isEqualTo(new Start.At(1_506_784_217_000L));
        assertThat(start("2017-09-30T17:10:17.765+02:00")).isEqualTo(new Start.At(1_506_784_217_765L));
        assertThat(start("-6h")).isEqualTo(new Start.Ago(Duration.ofHours(6)));
        assertThat(start("-30 min")).isEqualTo(new Start.Ago(Duration.ofMinutes(30)));
        for (String wrong :
                new String[] {"yesterday", "4711", "6h", "-6", "2017-09-30", "2017-09-30T25:10:17Z", "New"}) {
            assertThatThrownBy(() -> start(wrong))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageEndingWith(
                            ":1:15: log.start: '" + wrong + "' is neither new nor beginning, nor a time such as"
                                    + " 2017-09-30T15:10:17Z, nor a distance such as -6h");
        }
    }

    private static Start start(String text) throws ConfigException {
        return SettingsLoader.parse("t.yaml", "log: { start: " + text + " }", Path.of(""), name -> null)
                .log()
                .start();
    }

    @Test
    void theShippedFileIsValidWithAnEmptyEnvironment() throws ConfigException {
        Settings shipped = SettingsLoader.load(Path.of("config/tocsin.yaml"), Map.<String, String>of()::get);

        assertThat(shipped.log().monitor()).isEqualTo("http://127.0.0.1:8222");
        assertThat(shipped.sinks().terminal()).isEqualTo(new Settings.Terminal(true));
        assertThat(shipped.sinks().nats()).isEqualTo(new Settings.Nats(true, ChannelTemplate.parse("alerts")));
        assertThat(email(shipped).enabled()).isFalse();
        assertThat(email(shipped).password()).isNull();
        assertThat(shipped.state().folder()).isEqualTo(Path.of("config/state"));
    }

    @Test
    void theShippedFileIsValidAsItIsOnceMailIsSwitchedOn() throws IOException, ConfigException {
        String shipped = Files.readString(Path.of("config/tocsin.yaml"))
                .replaceFirst("email:( +#[^\\n]*)?\\n +enabled: false", "email:\n    enabled: true");

        Settings.Email email = email(parse(shipped, Map.of("SMTP_USER", "me", "SMTP_PASSWORD", "hunter2")));

        assertThat(email.enabled()).isTrue();
        assertThat(email.user()).isEqualTo("me");
        assertThat(email.password()).isEqualTo(new Secret("hunter2"));
    }

    @Test
    void theShippedValuesAreTheDefaults() throws ConfigException {
        Settings shipped = SettingsLoader.load(Path.of("config/tocsin.yaml"), Map.<String, String>of()::get);
        Settings defaults = Settings.defaults();

        assertThat(shipped.log())
                .usingRecursiveComparison()
                .ignoringFields("monitor")
                .isEqualTo(defaults.log());
        assertThat(shipped.decode()).isEqualTo(defaults.decode());
        assertThat(shipped.ttl()).isEqualTo(defaults.ttl());
        assertThat(shipped.clock()).isEqualTo(defaults.clock());
        assertThat(shipped.rules()).isEqualTo(defaults.rules());
        assertThat(shipped.sinks().terminal()).isEqualTo(defaults.sinks().terminal());
        assertThat(shipped.sinks().retry()).isEqualTo(defaults.sinks().retry());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "# nothing\n",
                "---\n",
                "{}",
                "\uFEFF",
                "log:\nsinks: {terminal: {}}\nttl: {}\nrules:\n  variables:\n"
            })
    void anEmptyFileIsAllDefaults(String text) throws ConfigException {
        assertThat(parse(text))
                .usingRecursiveComparison()
                .ignoringFields("state")
                .isEqualTo(Settings.defaults());
    }

    @Test
    void withoutASinksSectionAlertsGoToTheTerminalOnly() throws ConfigException {
        assertThat(parse("").sinks().terminal()).isEqualTo(new Settings.Terminal(true));
        assertThat(parse("").sinks().nats()).isNull();
        assertThat(parse("sinks: { nats: {} }").sinks().terminal()).isNull();
    }

    @Test
    void everyTypeIsRead() throws ConfigException, IOException {
        Files.writeString(Files.createDirectory(folder.resolve("certs")).resolve("ca.pem"), "");

        Settings settings = parse(
                """
                        log: { start: beginning, tls: { ca: certs/ca.pem }, token: s3cret }
                        decode: { max-message: 64 KiB, max-depth: 10,
                                  range: { Pressure: { min: 0, max: 5e2 }, "Soil: Moisture": { max: "${MOST}" }, "": { min: -273.15, max: } } }
                        ttl: { default: 2 min, services: { Pressure: 30 sec, "Soil: Moisture": 2 hours }, contexts: { 5: 1 day } }
                        rules: { strict: true, time-zone: Europe/Berlin, poll: 100ms,
                                 variables: { a: 5, b: 5.5, c: true, d: north, e: "5", f: "" } }
                        sinks:
                          email:
                            host: mail
                            security: smtps
                            from: Tocsin <tocsin@example.org>
                            to:
                              - a@example.org
                              - B <b@example.org>
                        """,
                Map.of("MOST", "0.5"));

        assertThat(settings.log().start()).isEqualTo(new Start.Beginning());
        assertThat(settings.log().tls()).isEqualTo(new Settings.Tls(folder.resolve("certs/ca.pem"), null, null));
        assertThat(settings.decode().maxMessage()).isEqualTo(new Size(65536));
        assertThat(settings.decode().maxDepth()).isEqualTo(10);
        assertThat(settings.decode().range())
                .isEqualTo(Map.of(
                        "Pressure", new Settings.Bounds(0.0, 500.0),
                        "Soil: Moisture", new Settings.Bounds(null, 0.5),
                        "", new Settings.Bounds(-273.15, null)));
        assertThat(settings.ttl())
                .isEqualTo(new Settings.Ttl(
                        Duration.ofMinutes(2),
                        Map.of("Pressure", Duration.ofSeconds(30), "Soil: Moisture", Duration.ofHours(2)),
                        Map.of("5", Duration.ofDays(1))));
        assertThat(settings.rules().timeZone()).isEqualTo(ZoneId.of("Europe/Berlin"));
        assertThat(settings.rules().variables())
                .isEqualTo(Map.of("a", 5L, "b", 5.5, "c", true, "d", "north", "e", "5", "f", ""));
        assertThat(email(settings).security()).isEqualTo(Settings.MailSecurity.SMTPS);
        assertThat(email(settings).to()).containsExactly("a@example.org", "B <b@example.org>");
        assertThat(settings.state().folder()).isEqualTo(folder.resolve("state"));
    }

    @Test
    void placeholdersAreFilledInWithVariablesDefaultsAndFiles() throws IOException, ConfigException {
        Files.writeString(folder.resolve("token"), "s3cret$1\r\n");

        Settings settings = parse(
                """
                log:
                  client: tocsin-${SITE}-${UNIT:-1}
                  cluster: "${EMPTY:-c}"
                  token: ${file:token}
                decode: { max-depth: "${DEPTH}", max-items: "${ITEMS:-7}" }
                rules:
                  strict: ${STRICT}
                  variables: { plain: "$${SITE} costs $5", number: "${DEPTH}" }
                """,
                Map.of("SITE", "north", "EMPTY", "", "DEPTH", "12", "STRICT", "true"));

        assertThat(settings.log().client()).isEqualTo("tocsin-north-1");
        assertThat(settings.log().cluster()).isEqualTo("c");
        assertThat(settings.log().token()).isEqualTo(new Secret("s3cret$1"));
        assertThat(settings.decode().maxDepth()).isEqualTo(12);
        assertThat(settings.decode().maxItems()).isEqualTo(7);
        assertThat(settings.rules().strict()).isTrue();
        assertThat(settings.rules().variables()).isEqualTo(Map.of("plain", "${SITE} costs $5", "number", "12"));
    }

    @Test
    void aVariablesValueIsNotReadForPlaceholdersAgain() throws ConfigException {
        Settings settings = parse("log: { token: '${TOKEN}' }", Map.of("TOKEN", "a${b}\\c"));

        assertThat(settings.log().token()).isEqualTo(new Secret("a${b}\\c"));
    }

    @Test
    void anOptionalValueThatIsEmptyCountsAsNotGiven() throws ConfigException {
        Settings settings = parse("log: { user: '${USER_NAME:-}', password: '${PASSWORD:-}', monitor: , token: ~ }");

        assertThat(settings.log().user()).isNull();
        assertThat(settings.log().password()).isNull();
        assertThat(settings.log().monitor()).isNull();
        assertThat(settings.log().token()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    enabled: false
                    enabled: false, password: '${SMTP_PASSWORD}', user: u
                    enabled: false, password: '${file:secrets/smtp}', user: u, host: h
                    enabled: '${MAIL:-false}'
                    """)
    void aSinkThatIsSwitchedOffMayBeIncomplete(String keys) throws ConfigException {
        assertThat(parse("sinks: { email: { " + keys + " } }").sinks().email()).isNull();
    }

    @Test
    void aSecretDoesNotShowInTheSettingsText() throws ConfigException {
        assertThat(parse("log: { token: hunter2 }").toString())
                .contains("token=***")
                .doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    log: { token: '${NATS_TOKEN}' }
                    log: { token: '${file:secrets/nats-token}' }
                    log: { user: u, password: '${NATS_PASSWORD}' }
                    log: { user: u, password: '${NATS_PASSWORD:-}' }
                    log: { user: '${NATS_USER:-}', password: '${file:secrets/nats-password}' }
                    log: { tls: { ca: no/such/authority.pem } }
                    log: { tls: { certificate: no/such/client.pem, key: no/such/client.key } }
                    log: { nkey: '${file:secrets/nats.nk}' }
                    sinks: { email: { host: h, from: a@b, to: [a@b], user: u, password: '${file:secrets/smtp}' } }
                    sinks: { email: { host: h, from: a@b, to: [a@b], ca: no/such/authority.pem } }
                    """)
    void offlineNoSecretNeedsToBeThere(String text) throws ConfigException, IOException {
        assertThat(SettingsLoader.loadOffline(written(text), name -> null)).isNotNull();
    }

    @Test
    void offlineAMissingSecretIsEmptyAndOneThatIsThereIsRead() throws ConfigException, IOException {
        Path file = written("log: { token: '${file:nowhere}' }\n"
                + "sinks: { email: { host: h, from: a@b, to: [a@b], user: u, password: '${PASSWORD}' } }");

        Settings settings = SettingsLoader.loadOffline(file, Map.of("PASSWORD", "hunter2")::get);

        assertThat(settings.log().token()).isEqualTo(new Secret(""));
        assertThat(email(settings).password()).isEqualTo(new Secret("hunter2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    log: { client: '${SITE}' }            | the environment variable SITE is not set
                    log: { user: u, password: '${FORGOT' } | is not closed: add '}'
                    log: { token: '${1}' }                | makes no sense
                    log: { user: u }                      | is given without a password
                    log: { password: '${PASSWORD}' }      | is given without a user
                    log: { tokn: '${file:token}' }        | did you mean 'token'?
                    """)
    void offlineAllElseIsAsStrict(String text, String problem) throws IOException {
        Path file = written(text);

        assertThatThrownBy(() -> SettingsLoader.loadOffline(file, name -> null))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    private Path written(String text) throws IOException {
        return Files.writeString(folder.resolve("tocsin.yaml"), text);
    }

    @Test
    void aMissingFileIsOneLineThatSaysWhatToDo() {
        assertThatThrownBy(() -> SettingsLoader.load(Path.of("config/tocsn.yaml"), name -> null))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "config/tocsn.yaml: cannot read the settings: no such file; name another file with --config");
    }

    @Test
    void aFolderInPlaceOfTheFileIsOneLine() {
        assertThatThrownBy(() -> SettingsLoader.load(Path.of("config"), name -> null))
                .isInstanceOf(ConfigException.class)
                .hasMessage("config: cannot read the settings: it is a folder; name another file with --config");
    }

    @Test
    void aFileThatCannotBeSettingsIsRefusedWhole() throws IOException {
        Path file = Files.writeString(folder.resolve("big.yaml"), "#".repeat(2 * 1024 * 1024));

        assertThatThrownBy(() -> SettingsLoader.load(file, name -> null))
                .hasMessage(file + ": is larger than 1 MiB: this is no settings file");
    }

    @Test
    void aFileThatCannotBeASecretIsRefused() throws IOException {
        Files.writeString(folder.resolve("big"), "h".repeat(64 * 1024 + 1));
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("nowhere"));

        assertThatThrownBy(() -> parse("log:\n  token: ${file:big}\n  user: ${file:link}\n  password: p"))
                .hasMessage("tocsin.yaml:2:10: log.token: the file big is larger than 64 KiB\n"
                        + "tocsin.yaml:3:9: log.user: cannot read the file link: no such file");
    }

    @Test
    void aFileThatIsNotForThisUserIsSaidToBeSo() {
        assertThat(Placeholders.reason(folder, new AccessDeniedException("x"))).isEqualTo("permission denied");
    }

    @Test
    void noTypingErrorStopsTheProgramOrShowsASecret() throws IOException {
        String valid = Files.readString(Path.of("config/tocsin.yaml"))
                .replaceAll("#.*", "")
                .replace("${SMTP_PASSWORD:-}", "hunter2")
                .replace("start: new", "start: new\n  user: me\n  password: hunter2");
        String odd = " \t\n\r:{}[]\"'#&*!|>%@`$-,?~\\\u0000\u00e9\ufeff0x";
        int refused = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(valid);
            for (int typos = random.nextInt(3); typos >= 0; typos--) {
                int at = random.nextInt(text.length());
                int end = at + random.nextInt(2);
                text.replace(at, end, String.valueOf(odd.charAt(random.nextInt(odd.length()))));
            }
            try {
                parse(text.toString());
            } catch (ConfigException e) {
                refused++;
                assertThat(e.getMessage()).as("seed %d", seed).doesNotContain("hunter2");
            }
        }
        assertThat(refused).isBetween(1000, 2999);
    }

    private Settings parse(String text) throws ConfigException {
        return parse(text, Map.of());
    }

    private Settings parse(String text, Map<String, String> env) throws ConfigException {
        return SettingsLoader.parse("tocsin.yaml", text, folder, env::get);
    }

    private static Settings.Email email(Settings settings) {
        return Objects.requireNonNull(settings.sinks().email());
    }
}
