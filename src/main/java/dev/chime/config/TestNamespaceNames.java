package dev.chime.config;

import dev.chime.config.TestNamespaceProperties.TestNamespace;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.ConditionalGenericConverter;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/** Allows {@code chime.test-namespaces} to be a list of names, for namespaces without settings. */
@Component
@ConfigurationPropertiesBinding
final class TestNamespaceNames implements ConditionalGenericConverter {

  @Override
  public Set<ConvertiblePair> getConvertibleTypes() {
    return Set.of(new ConvertiblePair(String.class, Map.class));
  }

  @Override
  public boolean matches(TypeDescriptor source, TypeDescriptor target) {
    TypeDescriptor values = target.getMapValueTypeDescriptor();
    return values != null && values.getType() == TestNamespace.class;
  }

  @Override
  public Map<String, TestNamespace> convert(
      @Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
    Map<String, TestNamespace> all = new TreeMap<>();
    for (String name : StringUtils.commaDelimitedListToSet(String.valueOf(source))) {
      if (!name.isBlank()) {
        all.put(name.strip(), new TestNamespace(null, true));
      }
    }
    return all;
  }
}
