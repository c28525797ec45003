package io.tocsin.pipeline.evaluate;

import com.espertech.esper.common.internal.context.util.EPStatementHandleCallbackSchedule;
import com.espertech.esper.common.internal.epl.output.condition.OutputConditionCrontab;
import com.espertech.esper.common.internal.schedule.ScheduleHandle;
import com.espertech.esper.runtime.internal.schedulesvcimpl.ScheduleVisitor;
import com.espertech.esper.runtime.internal.schedulesvcimpl.SchedulingServiceSPI;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets the timers of {@code output .. at (crontab)} fall on whole seconds. Esper starts such a crontab at the first event
 * that reaches its statement and keeps that event's milliseconds for ever, so an engine rebuilt from another event would
 * answer at other instants.
 */
final class WholeSecondScheduling implements SchedulingServiceSPI {
    private static final String CRONTAB = OutputConditionCrontab.class.getName();
    private static final long SECOND = 1000;

    private final SchedulingServiceSPI esper;

    WholeSecondScheduling(SchedulingServiceSPI esper) {
        this.esper = esper;
    }

    @Override
    public void add(long after, ScheduleHandle handle, long slot) {
        boolean crontab = handle instanceof EPStatementHandleCallbackSchedule schedule
                && schedule.getScheduleCallback().getClass().getName().startsWith(CRONTAB);
        esper.add(crontab ? after - Math.floorMod(esper.getTime() + after, SECOND) : after, handle, slot);
    }

    @Override
    public void remove(ScheduleHandle handle, long slot) {
        esper.remove(handle, slot);
    }

    @Override
    public void setTime(long time) {
        esper.setTime(time);
    }

    @Override
    public long getTime() {
        return esper.getTime();
    }

    @Override
    public DateTimeFormatter getDefaultFormatter() {
        return esper.getDefaultFormatter();
    }

    @Override
    public void evaluate(Collection<ScheduleHandle> handles) {
        esper.evaluate(handles);
    }

    @Override
    public void destroy() {
        esper.destroy();
    }

    @Override
    public int getTimeHandleCount() {
        return esper.getTimeHandleCount();
    }

    @Override
    public @Nullable Long getFurthestTimeHandle() {
        return esper.getFurthestTimeHandle();
    }

    @Override
    public int getScheduleHandleCount() {
        return esper.getScheduleHandleCount();
    }

    @Override
    public boolean isScheduled(ScheduleHandle handle) {
        return esper.isScheduled(handle);
    }

    @Override
    public @Nullable Long getNearestTimeHandle() {
        return esper.getNearestTimeHandle();
    }

    @Override
    public void visitSchedules(ScheduleVisitor visitor) {
        esper.visitSchedules(visitor);
    }

    @Override
    public void init() {
        esper.init();
    }

    @Override
    public void transfer(Set<Integer> statements, SchedulingServiceSPI to) {
        esper.transfer(statements, to);
    }
}
