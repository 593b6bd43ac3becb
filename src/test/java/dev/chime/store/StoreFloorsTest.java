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
import dev.chime.store.commit.Schema;
import dev.chime.store.commit.StoreUnusableException;
import dev.chime.store.postgres.DatabaseAddress;

/**
 * The packages of the store are floors: each knows only those below it. Other packages may use only
 * a few of the store's classes. Tests and benches follow the same rules.
 */
@AnalyzeClasses(packages = "dev.chime")
class StoreFloorsTest {

  private static final String STORE = "dev.chime.store..";

  @ArchTest
  static final ArchRule aPackageUsesOnlyThoseBelow =
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

  /**
   * The classes that other packages may use, with those nested in them. The last two are for tests
   * and benches.
   */
  private static final DescribedPredicate<JavaClass> OPEN_TO_ALL =
      JavaClass.Predicates.belongToAnyOf(
          JdbcTimerStore.class,
          StoredTimers.class,
          StoreFigures.class,
          StoreLimits.class,
          StoreCopy.class,
          EmbeddedSnapshots.class,
          SnapshotListener.class,
          Snapshots.class,
          StoreUnusableException.class,
          CommitListener.class,
          Schema.class,
          DatabaseAddress.class,
          InMemoryTimerStore.class,
          NoopCommitListener.class);

  /** The harness makes databases that others then copy. */
  private static final String HARNESS = "dev.chime.harness..";

  @ArchTest
  static final ArchRule otherPackagesUseOnlyWhatIsOpenToAll =
      classes()
          .that()
          .resideOutsideOfPackages(STORE, HARNESS)
          .should()
          .onlyDependOnClassesThat(resideOutsideOfPackage(STORE).or(OPEN_TO_ALL));

  @ArchTest
  static final ArchRule theStoreKnowsTheModelButNotTheService =
      classes()
          .that()
          .resideInAPackage(STORE)
          .should()
          .onlyDependOnClassesThat(
              DescribedPredicate.not(resideInAPackage("dev.chime.timer.service..")));
}
