package io.syncpipeline.maxcompute.local;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Verifies {@code Authorization: ODPS <id>:<signature>}, where the signature is HMAC-SHA1 of method, headers and
 * resource. Source: {@code SecurityUtils} and {@code AliyunRequestSigner} of odps-sdk-commons 0.57.1-public.
 */
final class SignatureCheck {

    private static final String PREFIX = "x-odps-";

    private final @Nullable String accessId;
    private final @Nullable String accessKey;

    /** A check of one key pair; without one everything passes. */
    SignatureCheck(@Nullable String accessId, @Nullable String accessKey) {
        this.accessId = accessId;
        this.accessKey = accessKey;
    }

    void check(ServiceRequest request) {
        if (accessId == null || accessKey == null) {
            return;
        }
        String authorization = request.header("Authorization");
        String expected = "ODPS " + accessId + ":" + signature(request, accessKey);
        boolean same = authorization != null
                && MessageDigest.isEqual(
                        authorization.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
        if (!same) {
            throw new ServiceException(
                    401,
                    "Unauthorized",
                    "ODPS-0410042: Invalid signature value - The request signature we calculated does not match.");
        }
    }

    private static String signature(ServiceRequest request, String key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(mac.doFinal(canonical(request).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException("every JDK has HmacSHA1", failure);
        }
    }

    private static String canonical(ServiceRequest request) {
        Map<String, String> signed = new TreeMap<>();
        for (String header : List.of("content-md5", "content-type", "date")) {
            signed.put(header, "");
        }
        for (Map.Entry<String, String> header : request.headers()) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (signed.containsKey(name) || name.startsWith(PREFIX)) {
                signed.put(name, header.getValue());
            }
        }
        request.parameters().forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                signed.put(name, value);
            }
        });
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        signed.forEach((name, value) -> text.append(name.startsWith(PREFIX) ? name + ":" + value : value)
                .append('\n'));
        return text.append(resource(request)).toString();
    }

    private static String resource(ServiceRequest request) {
        List<String> parts = new ArrayList<>();
        request.parameters().forEach((name, value) -> parts.add(value.isEmpty() ? name : name + "=" + value));
        return parts.isEmpty() ? request.path() : request.path() + "?" + String.join("&", parts);
    }
}
