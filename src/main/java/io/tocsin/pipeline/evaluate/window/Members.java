package io.tocsin.pipeline.evaluate.window;

import com.espertech.esper.common.client.EventBean;
import com.espertech.esper.common.client.EventType;
import com.espertech.esper.common.internal.event.avro.EventTypeAvroHandler;
import com.espertech.esper.common.internal.event.core.EventBeanTypedEventFactoryRuntime;

/** Makes events of Java objects members of groups. */
final class Members extends EventBeanTypedEventFactoryRuntime {
    Members(EventTypeAvroHandler avro) {
        super(avro);
    }

    @Override
    public EventBean adapterForTypedBean(Object event, EventType type) {
        return new Member(event, type);
    }
}
