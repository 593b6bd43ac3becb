package dev.chime.delivery.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class AesGcmCipherTest {

  private final AesGcmCipher cipher = new AesGcmCipher(List.of(key(1)));

  private static String key(int first) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) first;
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void decryptsWhatItHasEncrypted() {
    String encrypted = cipher.encrypt("whsec_ü");
    assertThat(encrypted).doesNotContain("whsec").isNotEqualTo(cipher.encrypt("whsec_ü"));
    assertThat(cipher.decrypt(encrypted)).isEqualTo("whsec_ü");
  }

  @Test
  void noticesAnotherKeyAndChangedTexts() {
    String encrypted = cipher.encrypt("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AesGcmCipher(List.of(key(2))).decrypt(encrypted));
    char last = encrypted.charAt(10) == 'A' ? 'B' : 'A';
    String changed = encrypted.substring(0, 10) + last + encrypted.substring(11);
    assertThatIllegalArgumentException().isThrownBy(() -> cipher.decrypt(changed));
    assertThatIllegalArgumentException().isThrownBy(() -> cipher.decrypt("secret"));
  }

  @Test
  void theFirstKeyEncryptsAndAllDecrypt() {
    AesGcmCipher newer = new AesGcmCipher(List.of(key(2), key(1)));
    assertThat(newer.decrypt(cipher.encrypt("secret"))).isEqualTo("secret");
    assertThat(new AesGcmCipher(List.of(key(2))).decrypt(newer.encrypt("secret")))
        .isEqualTo("secret");
  }

  @Test
  void readsWhatWasStoredBeforeThereWasAKey() {
    String plain = PlainSecrets.INSTANCE.encrypt("secret");
    assertThat(cipher.decrypt(plain)).isEqualTo("secret");
    assertThat(PlainSecrets.INSTANCE.decrypt(plain)).isEqualTo("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PlainSecrets.INSTANCE.decrypt(cipher.encrypt("secret")));
  }

  @Test
  void aKeyHas32Bytes() {
    assertThatIllegalArgumentException().isThrownBy(() -> new AesGcmCipher(List.of("AAAA")));
    assertThatIllegalArgumentException().isThrownBy(() -> new AesGcmCipher(List.of("not base64!")));
  }
}
