package io.syncpipeline.maxcompute.local;

import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** Lets requests wait for the service, which is made after the port is known. Thread-safe. */
final class ServiceSlot implements BiConsumer<ServiceRequest, Exchange> {

    private final CompletableFuture<Service> service = new CompletableFuture<>();

    void fill(Service ready) {
        service.complete(ready);
    }

    @Override
    public void accept(ServiceRequest request, Exchange exchange) {
        service.join().serve(request, exchange);
    }
}
