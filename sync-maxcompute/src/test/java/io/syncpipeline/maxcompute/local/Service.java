package io.syncpipeline.maxcompute.local;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests: counts them, lets the asked-for faults happen, checks the signature, and turns failures into replies. */
final class Service {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final Routes routes;
    private final FaultPlan faults;
    private final RequestCounts counts;
    private final SignatureCheck signatures;
    private final ServiceLimits limits;
    private final Consumer<ReceivedRequest> listener;
    private final Stop stop;

    Service(
            Routes routes,
            FaultPlan faults,
            RequestCounts counts,
            SignatureCheck signatures,
            ServiceLimits limits,
            Consumer<ReceivedRequest> listener,
            Stop stop) {
        this.routes = routes;
        this.faults = faults;
        this.counts = counts;
        this.signatures = signatures;
        this.limits = limits;
        this.listener = listener;
        this.stop = stop;
    }

    void serve(ServiceRequest request, Exchange exchange) {
        Spool body = request.body();
        try (body) {
            LOG.debug("{} {} {}", request.method(), request.path(), request.parameters());
            serveOpen(request, exchange);
        } catch (IOException failure) {
            LOG.debug("request {} {} broke off", request.method(), request.path(), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serveOpen(ServiceRequest request, Exchange exchange) throws IOException, InterruptedException {
        Fault.Effect effect = effect(request);
        if (effect instanceof Fault.Effect.Drop drop) {
            exchange.drop(drop.reset());
            return;
        }
        ServiceReply reply = answer(request, effect);
        if (effect instanceof Fault.Effect.LoseAnswer lose) {
            if (reply.content() != null) {
                reply.content().writeTo(OutputStream.nullOutputStream());
            }
            exchange.drop(lose.reset());
            return;
        }
        exchange.send(reply, request.id());
    }

    private Fault.@Nullable Effect effect(ServiceRequest request) throws IOException {
        RequestKind kind;
        try {
            kind = RequestKind.of(request);
        } catch (ServiceException unreadable) {
            kind = RequestKind.QUERY;
        }
        counts.count(kind);
        listener.accept(ReceivedRequest.of(kind, request));
        TableAddress address = TableAddress.of(request);
        return faults.take(kind, address == null ? null : address.table());
    }

    private ServiceReply answer(ServiceRequest request, Fault.@Nullable Effect effect) throws InterruptedException {
        try {
            if (effect instanceof Fault.Effect.Answer answer) {
                return ServiceReply.error(answer.status(), answer.code(), "Asked for by a test.", request.id());
            }
            if (effect instanceof Fault.Effect.Delay delay) {
                stop.pause(delay.time());
            }
            signatures.check(request);
            ServiceLimits.Permit permit = limits.enter(request);
            try (permit) {
                return routes.answer(request, effect);
            }
        } catch (ServiceException refused) {
            return ServiceReply.error(
                    refused.status(), refused.code(), String.valueOf(refused.getMessage()), request.id());
        } catch (SqlException refused) {
            return ServiceReply.error(400, "InvalidStatement", String.valueOf(refused.getMessage()), request.id());
        } catch (IOException malformed) {
            LOG.debug("refused {} {}", request.method(), request.path(), malformed);
            return ServiceReply.error(400, "MalformedDataStream", String.valueOf(malformed.getMessage()), request.id());
        } catch (SQLException | RuntimeException failure) {
            LOG.warn("request {} {} failed", request.method(), request.path(), failure);
            return ServiceReply.error(500, "InternalServerError", failure.toString(), request.id());
        }
    }
}
