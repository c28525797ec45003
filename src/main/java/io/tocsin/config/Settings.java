package io.tocsin.config;

import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything {@code config/tocsin.yaml} says; keys are the component names in kebab case. A record whose values do not fit
 * together says so in its constructor, by an IllegalArgumentException whose message follows the section's path.
 */
public record Settings(
        @Doc("The log to read.") Log log,
        @Doc("Limits of what is taken for a message; what exceeds them is skipped and counted.") Decode decode,
        @Doc("How long a sensor may stay silent: by service, else by context, else the default.") Ttl ttl,
        @Doc("The engine's clock.") Clock clock,
        @Doc("When the whole feed is missing: sensors then are not silent, they cannot be heard.") Feed feed,
        @Doc("The rule set.") Rules rules,
        @Doc("What must survive a restart.") State state,
        @Doc("Where alerts go; a sink that is not listed gets none.") @Default("{ terminal: {} }") Sinks sinks) {

    /** The settings of an empty file; relative paths are relative to the working folder. */
    public static Settings defaults() {
        try {
            return SettingsLoader.parse("defaults", "", Path.of(""), name -> null);
        } catch (ConfigException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same with other variables for the rules. */
    public Settings withVariables(Map<String, Object> variables) {
        Rules r = rules;
        return new Settings(
                log,
                decode,
                ttl,
                clock,
                feed,
                new Rules(r.horizon(), r.poll(), r.watch(), r.strict(), r.tests(), r.timeZone(), variables, r.budget()),
                state,
                sinks);
    }

    /** The log to read. */
    public record Log(
            @Doc("The NATS server, or several of one cluster separated by commas.")
                    @Default("nats://127.0.0.1:4222")
                    @Format(Syntax.NATS_URLS)
                    String url,
            @Doc("The id of the NATS Streaming cluster, as its server was started with.")
                    @Default("tocsin")
                    @Format(Syntax.ID)
                    String cluster,
            @Doc("The streaming client id; the server refuses a second live process with the same.")
                    @Default("tocsin")
                    @Format(Syntax.ID)
                    String client,
            @Doc("The one channel that is read.") @Default("sensors") @Format(Syntax.CHANNEL) String channel,
            @Doc("The streaming server's monitoring address, which tells the end of the log and the server's time.")
                    @Format(Syntax.HTTP_URL)
                    @Nullable
                    String monitor,
            @Doc(
                            "Where to start without a checkpoint: with the next message (new), with the first one kept (beginning),"
                                    + " or with the first one since a time such as 2017-09-30T15:10:17Z or a distance such as -6h,"
                                    + " the windows then filled from the horizon before it.")
                    @Default("new")
                    Start start,
            @Doc("The user to log in as; needs a password.") @Nullable String user,
            @Doc("The user's password.") @Nullable Secret password,
            @Doc("A token to log in with, in place of user and password.") @Nullable Secret token,
            @Doc("The seed of a user's nkey to log in with, in place of user and password, or token.") @Nullable
                    Secret nkey,
            @Doc("Given, even as {}, connections are encrypted and the server's certificate is checked.") @Nullable
                    Tls tls,
            @Doc("How long nothing may arrive, while the server has more, before the subscription is rebuilt.")
                    @Default("5 s")
                    @Range(min = "1 s", max = "10 min")
                    Duration watchdog) {}

    /** Encrypted connections. */
    public record Tls(
            @Doc("A PEM file with the authorities to trust, in place of those of the Java runtime.") @Existing @Nullable
                    Path ca,
            @Doc(
                            "A PEM file with this client's certificate, followed by those between it and the authority, for a server"
                                    + " that asks for one; needs a key.")
                    @Nullable
                    Path certificate,
            @Doc("A PEM file with the certificate's private key: EC or RSA, PKCS#8, not encrypted.") @Nullable
                    Path key) {}

    /** Limits of what is taken for a message. */
    public record Decode(
            @Doc("The longest message.") @Default("1 MiB") @Range(min = "1 KiB", max = "64 MiB") Size maxMessage,
            @Doc("The deepest nesting of JSON objects and arrays.") @Default("64") @Range(min = "2", max = "1000")
                    int maxDepth,
            @Doc("The most items in a message.") @Default("10000") @Range(min = "1", max = "1000000") int maxItems,
            @Doc("The longest name of a host, service or context, in characters.")
                    @Default("1024")
                    @Range(min = "1", max = "1000000")
                    int maxName,
            @Doc("The values that can be, by the name of the service; an item beyond is skipped and counted.")
                    @Default("{}")
                    Map<String, Bounds> range,
            @Doc("The channel that gets a letter for each skipped message, other than the one that is read.")
                    @Format(Syntax.CHANNEL)
                    @Nullable
                    String deadLetter) {}

    /** The least and greatest value of a service, both inclusive; null: no bound, but not on both sides. */
    public record Bounds(
            @Doc("The least value.") @Nullable Double min, @Doc("The greatest value.") @Nullable Double max) {
        public Bounds {
            if (min == null && max == null) {
                throw new IllegalArgumentException("has no bound: give min, max or both");
            }
            if (min != null && max != null && min > max) {
                throw new IllegalArgumentException("can hold no value: its min is greater than its max");
            }
        }
    }

    /** How long a sensor may stay silent: by service, else by context, else the default. */
    public record Ttl(
            @Doc("For every sensor that the maps below do not name.")
                    @Key("default")
                    @Default("5 min")
                    @Range(min = "1 ms", max = "3650 d")
                    Duration defaultTtl,
            @Doc("By the name of the service, such as Pressure.") @Default("{}") @Range(min = "1 ms", max = "3650 d")
                    Map<String, Duration> services,
            @Doc("By the id of the context.") @Default("{}") @Range(min = "1 ms", max = "3650 d")
                    Map<String, Duration> contexts) {}

    /** The engine's clock. */
    public record Clock(
            @Doc("How far after its log timestamp an event may be dated before it counts as future.")
                    @Default("5 s")
                    @Range(min = "0 s", max = "1 d")
                    Duration tolerance,
            @Doc("How far the clock may fall behind the pace of the log when every sensor's clock is late.")
                    @Default("30 s")
                    @Range(min = "1 ms", max = "1 d")
                    Duration stall,
            @Doc("The longest step of the clock that is walked timer by timer; the rest of a longer one is jumped.")
                    @Default("24 h")
                    @Range(min = "1 min", max = "3650 d")
                    Duration leap,
            @Doc("How far before the clock an event may be dated; an older one is counted and not evaluated."
                            + " Not given: as far as it likes.")
                    @Range(min = "0 s", max = "3650 d")
                    @Nullable
                    Duration maxLate) {}

    /** When the whole feed is missing. */
    public record Feed(
            @Doc("How long the server cannot be reached before the alert tocsin.feed-down rings.")
                    @Default("30 s")
                    @Range(min = "1 s", max = "1 d")
                    Duration down,
            @Doc("How long the log gets no message at all before the alert tocsin.feed-quiet rings: longer than it ever"
                            + " is quiet, shorter than the shortest ttl.")
                    @Default("2 min")
                    @Range(min = "1 s", max = "3650 d")
                    Duration quiet,
            @Doc("How long sensors have to report after such a gap before they count as silent, in engine time.")
                    @Default("5 min")
                    @Range(min = "0 s", max = "1 d")
                    Duration grace) {}

    /** The rule set. */
    public record Rules(
            @Doc("How much engine time before the checkpoint is read again to rebuild the windows, at least;"
                            + " rules that need more get more.")
                    @Default("1 h")
                    @Range(min = "0 s", max = "3650 d")
                    Duration horizon,
            @Doc("How often the rule folder is looked at for changes.")
                    @Default("1 s")
                    @Range(min = "100 ms", max = "1 h")
                    Duration poll,
            @Doc(
                            "Whether changed rules and variables take effect by themselves; else when `tocsin reload` or SIGHUP asks"
                                    + " for it.")
                    @Default("true")
                    boolean watch,
            @Doc("Whether rules that cannot be rebuilt after a restart are errors instead of warnings.")
                    @Default("false")
                    boolean strict,
            @Doc("Whether changed rules with a test that fails, or cannot be read, are refused while the old ones run;"
                            + " a start runs no tests.")
                    @Default("true")
                    boolean tests,
            @Doc("The time zone of calendar terms in the rules, such as crontabs; output is always in UTC.")
                    @Default("UTC")
                    ZoneId timeZone,
            @Doc("EPL variables by name: true and false become boolean; numbers that rules only compare double, so that"
                            + " they may change while it runs, other whole numbers long; everything else, and what is in"
                            + " quotes, text.")
                    @Default("{}")
                    @Format(Syntax.VARIABLE)
                    Map<String, Object> variables,
            @Doc("What a rule may take; the log of the program names one that takes more.") Budget budget) {
        /** Watched, with the default budget, and tests. */
        public Rules(Duration horizon, Duration poll, boolean strict, ZoneId timeZone, Map<String, Object> variables) {
            this(
                    horizon,
                    poll,
                    true,
                    strict,
                    true,
                    timeZone,
                    variables,
                    Settings.defaults().rules().budget());
        }
    }

    /** What one rule may take before it is warned of. */
    public record Budget(
            @Doc("How much of the engine's time a rule may take in a minute.")
                    @Default("30 s")
                    @Range(min = "1 s", max = "1 min")
                    Duration time,
            @Doc("How many events, groups, rows of tables and open places of patterns a rule may hold.")
                    @Default("1000000")
                    @Range(min = "1000", max = "1000000000")
                    int state) {}

    /** Where the store lives. */
    public record State(
            @Doc("The folder of the store, made when missing; one process at a time.") @Default("state") Path folder,
            @Doc("How long the last event of a silent sensor is kept, so that rules know it after a restart.")
                    @Default("30 d")
                    @Range(min = "1 h", max = "3650 d")
                    Duration remember,
            @Doc("How many sensors' last events are kept; beyond it those silent for longest are forgotten.")
                    @Default("1000000")
                    @Range(min = "1000", max = "100000000")
                    int sensors,
            @Doc(
                            "How many alerts and derived events may wait to be sent, over all sinks that are on; with so many, repeats"
                                    + " and notices make room, and where that is not enough, reading the log waits."
                                    + " About half a KiB of disk each.")
                    @Default("1000000")
                    @Range(min = "1000", max = "100000000")
                    int outbox,
            @Doc("How long changes of alerts are kept for `tocsin alerts`, in the time of the messages.")
                    @Default("30 d")
                    @Range(min = "1 h", max = "3650 d")
                    Duration history,
            @Doc("How many changes of alerts are kept at most; beyond it the oldest go. About half a KiB of disk each.")
                    @Default("1000000")
                    @Range(min = "1000", max = "100000000")
                    int historyCount) {}

    /** Where alerts go; a sink that is null or disabled gets none. */
    public record Sinks(
            @Doc("Alerts as lines on standard output; listed by itself where there is no sinks section at all.")
                    @Nullable
                    Terminal terminal,
            @Doc("Alerts as JSON messages to a channel of the log's server.") @Nullable Nats nats,
            @Doc("Alerts by e-mail, one mail a change.") @Nullable Email email,
            @Doc("Waiting between attempts at what a sink did not take, or the whole sink; doubles from first up to"
                            + " most.")
                    Retry retry) {}

    /** Alerts as lines on standard output. */
    public record Terminal(@Doc("Whether alerts are shown.") @Default("true") boolean enabled) {}

    /** Alerts to a channel of the log's server. */
    public record Nats(
            @Doc("Whether alerts are published.") @Default("true") boolean enabled,
            @Doc("The channel, other than the one that is read; {severity} and {rule} are filled in, what is no letter,"
                            + " digit, - or _ as % and hex digits.")
                    @Default("alerts")
                    ChannelTemplate channel) {}

    /** Alerts by e-mail, one a change. */
    public record Email(
            @Doc("Whether mails are sent; while false, required keys, variables and files may be missing.")
                    @Default("true")
                    boolean enabled,
            @Doc("The mail server's name, as in its certificate.") @Format(Syntax.HOST) String host,
            @Doc("The mail server's port: usually 587 for starttls, 465 for smtps, 25 for none.")
                    @Default("587")
                    @Range(min = "1", max = "65535")
                    int port,
            @Doc("How the connection is protected: not at all (none, for a relay on the same machine), encrypted"
                            + " before anything is sent (starttls, required), or from the first byte (smtps).")
                    @Default("starttls")
                    MailSecurity security,
            @Doc("A PEM file with the authorities to trust, in place of those of the Java runtime.") @Existing @Nullable
                    Path ca,
            @Doc("The user to log in as; needs a password.") @Nullable String user,
            @Doc("The user's password.") @Nullable Secret password,
            @Doc("The sender.") @Format(Syntax.MAILBOX) String from,
            @Doc("The receivers, at least one.") @Format(Syntax.MAILBOX) List<String> to,
            @Doc("The longest wait for the mail server to connect or to answer.")
                    @Default("10 s")
                    @Range(min = "100 ms", max = "5 min")
                    Duration timeout) {

        /** Whether a mail server of this name is on this machine, so that nothing goes over a wire. */
        public static boolean isThisMachine(String host) {
            return host.equalsIgnoreCase("localhost") || host.startsWith("127.") || host.equals("::1");
        }
    }

    /** How a mail connection is protected. */
    public enum MailSecurity {
        /** No encryption; for a relay on the same machine. */
        NONE,
        /** Starts in clear and is encrypted before anything is sent; a server that cannot is refused. */
        STARTTLS,
        /** Encrypted from the first byte. */
        SMTPS
    }

    /** Waiting between attempts: doubles from {@code first} up to {@code most}; given up for {@code setAside}. */
    public record Retry(
            @Doc("The wait after the first failure.") @Default("1 s") @Range(min = "10 ms", max = "1 h") Duration first,
            @Doc("The longest wait.") @Default("1 min") @Range(min = "10 ms", max = "1 d") Duration most,
            @Doc("How long an alert is tried in vain, while the sink takes others, before it is set aside.")
                    @Default("1 h")
                    @Range(min = "1 s", max = "365 d")
                    Duration setAside) {}
}
