package io.tocsin.pipeline.evaluate;

import java.util.List;

final class Scratch {
    private Scratch() {}

    public static void main(String[] a) throws Exception {
        String[] bad = {
            "@Name('x') @Alert(severity='critical', summary='P {metric} on {hots}') select host, service, metric from Metric(service='P', metricc > 90);",
            "@Name('x')\n@Alert(severity='critical', summary='P {metric}')\nselect host, service metric from Metric where;\n// c\n@Name('y') select 1 from",
            "@Name('x') @Alert(severity='bad', summary='P {metric}', wrong=1) select host, service, metric from Metric;",
            "@Name('x') @Alert(severity='crit', summary='P {metrics}') select host, service, metric from Metric;\n@Name('r') @Resolve('xx') select host from Metric;\n@Name('x') select * from Metric;\n@Alert(severity='info', summary='') select * from Metric",
            "select * from Metric#time_batch(1 min);\nselect * from Metric output last every 5 sec;\nselect * from pattern [every timer:interval(10)];\nselect 'abc from Metric",
            "@Name('p') @Publish('sensors') select host from Metric; create window W#keepall as Metricc; insert into W select * from Metric; select q from W; @Name('ok') select foo from Metric",
            "module a; select * from Metric",
            "@Name('p') @Alert(severity='info',summary='x',resolveAfter='5 parsecs') select * from Metric(host.foo() > 3)",
            "select * from Metrik(service='P'); select count(* from Metric; /* open",
            "@Name('z') @Alert(severity='info', summary='x') select * from Metric#timee(5 sec)",
        };
        for (String epl : bad) {
            System.out.println("-----");
            try {
                new RuleCompiler(TestSettings.defaults()).compile(List.of(new RuleFile("a.epl", epl)), f -> "epl/" + f);
                System.out.println("OK?");
            } catch (RuleException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
