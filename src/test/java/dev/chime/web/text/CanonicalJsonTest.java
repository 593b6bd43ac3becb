package dev.chime.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chime.web.JsonText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class CanonicalJsonTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | null",
        "true | true",
        "false | false",
        "1.0 | 1",
        "\"1.0\" | \"1.0\"",
        "\"\" | \"\"",
        "{} | {}",
        "[] | []",
        "[ 1 , 2.50 ,\"a\" ] | [1,2.5,\"a\"]",
        "[2,1] | [2,1]",
        "{\"b\":1,\"a\":2} | {\"a\":2,\"b\":1}",
        "{\"b\":{\"d\":1e2,\"c\":[{\"z\":1,\"y\":-0}]},\"a\":null}"
            + " | {\"a\":null,\"b\":{\"c\":[{\"y\":0,\"z\":1}],\"d\":100}}",
        "{\"a\":1,\"B\":2,\"\":3,\"aa\":4} | {\"\":3,\"B\":2,\"a\":1,\"aa\":4}",
        "\"\\u0041\\/\\u00e4\\n\\u000a\\u0008\" | \"A/ä\\n\\n\\b\"",
        "{\"\\u0062\":1,\"a\":2} | {\"a\":2,\"b\":1}",
        // RFC 8785, section 3.2.3: by UTF-16 code units, not by code points
        "{\"\\ufb33\":1,\"\\ud83d\\ude00\":2,\"\\u20ac\":3} | {\"€\":3,\"😀\":2,\"\ufb33\":1}",
      })
  void theFormIsThatOfTheValue(String json, String form) {
    assertThat(CanonicalJson.of(json)).isEqualTo(form);
    assertThat(CanonicalJson.of(form)).isEqualTo(form);
  }

  /** So the fingerprint of such a payload is the same as before there was a canonical form. */
  @Test
  void whatIsKeptOfAPayloadInOrderIsItsForm() {
    String payload = "{\"a\":[1,1.5,\"\\u0000\\u001F\\n\\\"\\\\ä€😀/\",true,null],\"b\":{}}";
    assertThat(JsonMapper.shared().readValue(payload, JsonText.class).text())
        .isEqualTo(payload)
        .isEqualTo(CanonicalJson.of(payload));
  }
}
