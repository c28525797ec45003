package io.tocsin.reference;

/** The rules that are evaluated twice. A window is a minute, as is the ttl. */
final class ReferenceRules {
    /** Rules whose rows are compared. */
    private static final String ROWS =
            """
            @Name('threshold') @Publish('d') select host, service, metric, seen as time from Metric(metric > 90);
            @Name('sliding') @Publish('d') select host, service, avg(metric) as metric, max(seen) as time
              from Metric(service = 'P')#time(60 sec) group by host, service;
            @Name('minutely') @Publish('d') select host, service, avg(metric) as metric, max(seen) as time
              from Metric(service = 'P')#time(60 sec) group by host, service having count(*) > 0
              output last at (*/1, *, *, *, *);
            @Name('tumbling') @Publish('d') select host, service, avg(metric) as metric, max(seen) as time
              from Metric(service = 'P')#time_batch(60 sec, 0L) group by host, service having count(*) > 0;
            @Name('silence') @Publish('d') select rstream host, service, metric, seen + 60000 as time
              from Metric#unique(host, service)#timetolive(seen + 60000 + 1) retain-intersection
              where current_timestamp > seen + 60000;
            @Name('change') @Publish('d') select host, service, metric - prev(1, metric) as metric, seen as time
              from Metric(service = 'P')#groupwin(host)#length(2) where prev(1, metric) is not null;
            @Name('missing') @Publish('d') select host, service, metric, seen as time from Metric(service = 'Q') as q
              where (select p.seen from Metric(service = 'P')#unique(host) as p where p.host = q.host) < q.seen - 60000;
            @Name('lasting') @Publish('d') select a.host as host, a.service as service, a.metric as metric, a.seen as time
              from pattern [every a=Metric(service = 'P', metric > 90)
                -> (timer:interval(60 sec) and not Metric(service = 'P', metric <= 90, host = a.host))];
            @Name('minute') @Publish('d') select 'plant' as host, 'minute' as service, 0 as metric,
              current_timestamp as time from pattern [every timer:at(*/1, *, *, *, *)];
            """;

    /** Rules whose alerts are compared; {@link PlainRouting} says the same again. */
    private static final String ALERTS =
            """
            @Name('high') @Alert(severity = 'critical', summary = '')
              select host, service, metric from Metric(service = 'P', metric > 90);
            @Name('normal') @Resolve('high') select host, service, metric from Metric(service = 'P', metric < 85);
            @Name('overlap') @Alert(severity = 'info', summary = '', repeat = '40 sec')
              select host, service, metric from Metric(service = 'Q', metric > 85);
            @Name('enough') @Resolve('overlap') select host, service, metric from Metric(service = 'Q', metric < 100);
            @Name('brief') @Alert(severity = 'warning', summary = '', resolveAfter = '60 sec')
              select host, service, metric from Metric(service = 'P', metric > 90);
            @Name('patient') @Alert(severity = 'warning', summary = '', resolveAfter = '100 sec', repeat = '50 sec')
              select host, service, metric from Metric(service = 'Q', metric >= 90);
            @Name('lasted') @Alert(severity = 'info', summary = '', resolveAfter = '45 sec')
              select a.host as host, a.service as service, a.metric as metric
              from pattern [every a=Metric(service = 'P', metric > 90)
                -> (timer:interval(60 sec) and not Metric(service = 'P', metric <= 90, host = a.host))];
            @Name('quiet') @Alert(severity = 'critical', summary = '', absence = true, repeat = '5 min')
              select rstream host, service, metric
              from Metric#unique(host, service)#timetolive(seen + 60000 + 1) retain-intersection
              where current_timestamp > seen + 60000;
            @Name('notice') @Alert(severity = 'info', summary = '', each = true)
              select host, service, metric from Metric(metric > 150);
            """;

    static final String TEXT = ROWS + ALERTS;

    /** Enough of the rules for one comparison. */
    static String of(String comparison) {
        return comparison.equals(Comparison.ALERTS) ? ALERTS : ROWS;
    }

    private ReferenceRules() {}
}
