package dev.chime;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.springframework.stereotype.Controller;

/** The house has floors, and a package imports only from lower ones. */
@AnalyzeClasses(packagesOf = ChimeApplication.class, importOptions = DoNotIncludeTests.class)
class FloorsTest {

  private static final String JDK = "java..";
  private static final String NULLNESS = "org.jspecify.annotations";
  private static final String ROOT = "dev.chime";
  private static final String ASYNC = "dev.chime.async";
  private static final String TIME = "dev.chime.async.time";
  private static final String TIMER = "dev.chime.timer";
  private static final String SERVICE = "dev.chime.timer.service";
  private static final String DELIVERY = "dev.chime.delivery";
  private static final String SCHEDULE = "dev.chime.schedule";
  private static final String PULL = "dev.chime.delivery.pull";
  private static final String CRON = "dev.chime.schedule.cron";
  private static final String STORE = "dev.chime.store..";
  private static final String WEB = "dev.chime.web..";
  private static final String CONFIG = "dev.chime.config..";
  private static final String CLI = "dev.chime.cli..";

  @ArchTest
  static final ArchRule asyncStandsOnTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(ASYNC)
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage(ASYNC, JDK, NULLNESS));

  @ArchTest
  static final ArchRule timeStandsOnAsync =
      classes()
          .that()
          .resideInAPackage(TIME)
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage(TIME, ASYNC, JDK, NULLNESS));

  @ArchTest
  static final ArchRule ourFutureAndExecutorAreNotTheJdks =
      noClasses()
          .that()
          .resideInAPackage("dev.chime.async..")
          .should()
          .dependOnClassesThat(
              type(java.util.concurrent.Future.class)
                  .or(type(java.util.concurrent.Executor.class)));

  @ArchTest
  static final ArchRule timersKnowNeitherWebNorDatabaseNorFramework =
      classes()
          .that()
          .resideInAnyPackage(TIMER, SERVICE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(TIMER, SERVICE, TIME, ASYNC, JDK, NULLNESS)
                  .and(not(resideInAnyPackage("java.sql..", "java.net.."))));

  @ArchTest
  static final ArchRule theModelOfTimersStandsOnAsyncAlone =
      classes()
          .that()
          .resideInAPackage(TIMER)
          .should()
          .onlyDependOnClassesThat(resideInAnyPackage(TIMER, ASYNC, JDK, NULLNESS));

  @ArchTest
  static final ArchRule theModelOfDeliveriesStandsOnThatOfTimers =
      classes()
          .that()
          .resideInAPackage(DELIVERY)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(DELIVERY, TIMER, ASYNC, JDK, NULLNESS)
                  .and(not(resideInAnyPackage("java.sql..", "java.net.."))));

  @ArchTest
  static final ArchRule theModelOfSchedulesStandsOnThatOfTimersAndDeliveries =
      classes()
          .that()
          .resideInAPackage(SCHEDULE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(SCHEDULE, CRON, DELIVERY, TIMER, ASYNC, JDK, NULLNESS)
                  .and(not(resideInAnyPackage("java.sql..", "java.net.."))));

  @ArchTest
  static final ArchRule theServiceOfSchedulesStandsOnThatOfTimers =
      classes()
          .that()
          .resideInAPackage(SCHEDULE + ".service")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      SCHEDULE + ".service", SCHEDULE, SERVICE, TIMER, TIME, ASYNC, JDK, NULLNESS)
                  .and(not(resideInAnyPackage("java.sql..", "java.net.."))));

  @ArchTest
  static final ArchRule queuesStandOnTheServiceOfTimers =
      classes()
          .that()
          .resideInAPackage(PULL)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PULL, DELIVERY, SERVICE, TIMER, TIME, ASYNC, JDK, NULLNESS)
                  .and(not(resideInAnyPackage("java.sql..", "java.net.."))));

  @ArchTest
  static final ArchRule cronExpressionsStandOnTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(CRON)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(CRON, JDK, NULLNESS)
                  .and(not(resideInAnyPackage("java.sql..", "java.net.."))));

  @ArchTest
  static final ArchRule theStoreKnowsTheModelAndNeitherWhatRunsNorWhatIsAbove =
      noClasses()
          .that()
          .resideInAPackage(STORE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              SERVICE,
              DELIVERY + ".*",
              SCHEDULE + ".service",
              WEB,
              CONFIG,
              CLI,
              ROOT,
              "jakarta.servlet..",
              "org.springframework.web..");

  @ArchTest
  static final ArchRule theWebKnowsNeitherStoreNorWhatIsAbove =
      noClasses()
          .that()
          .resideInAPackage(WEB)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(STORE, CONFIG, CLI, ROOT, "java.sql..", "javax.sql..");

  @ArchTest
  static final ArchRule commandsStandBesideTheServer =
      noClasses()
          .that()
          .resideOutsideOfPackages(CLI, ROOT)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CLI, "picocli..");

  @ArchTest
  static final ArchRule roomsOfTheWebDoNotKnowItsControllers =
      noClasses()
          .that()
          .resideInAPackage("dev.chime.web.*")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.chime.web");

  @ArchTest
  static final ArchRule roomsOfTheWebGoRoundInNoCircle =
      slices().matching("dev.chime.web.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule packagesGoRoundInNoCircle =
      slices().matching("dev.chime.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule tracesAreMadeInOneRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.chime.config.tracing")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.opentelemetry..", "io.micrometer.tracing..");

  @ArchTest
  static final ArchRule controllersArePackagePrivate =
      classes()
          .that()
          .areAnnotatedWith(Controller.class)
          .or()
          .areMetaAnnotatedWith(Controller.class)
          .should()
          .bePackagePrivate();

  @ArchTest
  static final ArchRule namesSayWhatThingsAre =
      noClasses().should().haveNameMatching(".*(Manager|Helper|Helpers|Util|Utils|Impl)");

  @ArchTest
  static void everyPackageIsNullMarked(JavaClasses all) {
    Set<JavaPackage> packages =
        all.stream().map(type -> type.getPackage()).collect(Collectors.toSet());
    assertThat(packages)
        .extracting(JavaPackage::getName)
        .contains(
            ROOT, ASYNC, TIME, TIMER, SERVICE, DELIVERY, PULL, "dev.chime.store", "dev.chime.web");
    assertThat(packages).allMatch(each -> each.isAnnotatedWith(NullMarked.class));
  }
}
