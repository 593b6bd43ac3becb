package dev.chime.store;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.chime.store.commit.CommitListener;
import dev.chime.store.commit.NoopCommitListener;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.postgres.DatabaseAddress;
import dev.chime.store.postgres.PostgresProcess;
import dev.chime.store.postgres.PostgresServer;

/** The store has floors of its own, and few doors. Tests and benches keep to them, too. */
@AnalyzeClasses(packages = "dev.chime")
class StoreFloorsTest {

  private static final String STORE = "dev.chime.store..";

  @ArchTest
  static final ArchRule aPackageImportsOnlyFromLowerFloors =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("store")
          .definedBy("dev.chime.store")
          .layer("sqlite")
          .definedBy("dev.chime.store.sqlite")
          .layer("postgres")
          .definedBy("dev.chime.store.postgres")
          .layer("commit")
          .definedBy("dev.chime.store.commit")
          .layer("row")
          .definedBy("dev.chime.store.row")
          .whereLayer("store")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("sqlite")
          .mayOnlyBeAccessedByLayers("store")
          .whereLayer("postgres")
          .mayOnlyBeAccessedByLayers("store")
          .whereLayer("commit")
          .mayOnlyBeAccessedByLayers("store", "sqlite", "postgres")
          .whereLayer("row")
          .mayOnlyBeAccessedByLayers("store", "sqlite", "postgres", "commit");

  /** What everybody may use; then what only tests and benches have. */
  private static final DescribedPredicate<JavaClass> DOORS =
      JavaClass.Predicates.belongToAnyOf(
          JdbcTimerStore.class,
          StoredTimers.class,
          StoreCopy.class,
          StoreUnusableException.class,
          CommitListener.class,
          DatabaseAddress.class,
          InMemoryTimerStore.class,
          NoopCommitListener.class,
          PostgresServer.class,
          PostgresProcess.class);

  @ArchTest
  static final ArchRule othersComeInThroughTheDoors =
      classes()
          .that()
          .resideOutsideOfPackage(STORE)
          .should()
          .onlyDependOnClassesThat(resideOutsideOfPackage(STORE).or(DOORS));

  @ArchTest
  static final ArchRule theStoreKnowsWhatATimerIsButNotWhatRuns =
      classes()
          .that()
          .resideInAPackage(STORE)
          .should()
          .onlyDependOnClassesThat(
              DescribedPredicate.not(resideInAPackage("dev.chime.timer.service..")));
}
