package wherefore.chat.provider;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import wherefore.format.InputException;

/// Whose certificates are believed: the authorities of the Java platform, and private ones besides. There is no way to
/// believe all.
final class Trust {

    private Trust() {}

    /// @param file certificates in PEM form
    static SSLContext with(Path file) {
        Collection<? extends Certificate> more = read(file);
        try {
            KeyStore all = KeyStore.getInstance(KeyStore.getDefaultType());
            all.load(null, null);
            int number = 0;
            for (X509Certificate usual : usual()) {
                all.setCertificateEntry("usual-" + number++, usual);
            }
            for (Certificate own : more) {
                all.setCertificateEntry("own-" + number++, own);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(all), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the Java platform's trust store cannot be used", e);
        }
    }

    private static Collection<? extends Certificate> read(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (!all.isEmpty()) {
                return all;
            }
        } catch (CertificateException e) {
            throw new InputException(
                    file.toString(), 0, "holds no certificates in PEM form.", "Give the authority's certificate.");
        } catch (IOException e) {
            throw new InputException(file.toString(), 0, "cannot be read: " + e.getMessage(), "Correct the path.");
        }
        throw new InputException(file.toString(), 0, "holds no certificate.", "Give the authority's certificate.");
    }

    private static List<X509Certificate> usual() throws GeneralSecurityException {
        List<X509Certificate> usual = new ArrayList<>();
        for (TrustManager manager : managers(null)) {
            if (manager instanceof X509TrustManager known) {
                usual.addAll(List.of(known.getAcceptedIssuers()));
            }
        }
        return usual;
    }

    private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }
}
