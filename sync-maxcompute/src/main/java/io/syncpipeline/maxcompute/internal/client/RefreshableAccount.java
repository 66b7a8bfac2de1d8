package io.syncpipeline.maxcompute.internal.client;

import com.aliyun.odps.account.AliyunAccount;
import com.aliyun.odps.account.AliyunRequestSigner;
import com.aliyun.odps.account.RequestSigner;
import com.aliyun.odps.account.StsRequestSigner;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Signs each request with the credentials of that moment, so that temporary ones can be renewed while a session is open. The SDK's own
 * accounts hold theirs for ever. Thread-safe when the supplier is.
 */
final class RefreshableAccount extends AliyunAccount {

    private final Supplier<AccessCredentials> credentials;
    private final @Nullable String region;

    private RefreshableAccount(
            Supplier<AccessCredentials> credentials, AccessCredentials first, @Nullable String region) {
        super(first.accessId(), first.accessSecret(), region);
        this.credentials = credentials;
        this.region = region;
    }

    static RefreshableAccount of(Supplier<AccessCredentials> credentials, @Nullable String region) {
        return new RefreshableAccount(credentials, credentials.get(), region);
    }

    @Override
    public RequestSigner getRequestSigner() {
        AccessCredentials current = credentials.get();
        return current.stsToken().isEmpty()
                ? new AliyunRequestSigner(current.accessId(), current.accessSecret(), region)
                : new StsRequestSigner(current.accessId(), current.accessSecret(), current.stsToken(), region);
    }
}
