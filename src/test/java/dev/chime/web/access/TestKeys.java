package dev.chime.web.access;

/** Keys for tests, with their hashes as the configuration has them. */
final class TestKeys {

  static final String READER = "chime_test_reader_f830ea00763341ed08311c4b31c61f49";
  static final String READER_HASH =
      "6a511b5db809ca5e01cc9b1e50d31f4f6201239c318d9469a9ed380d26b1808f";
  static final String WRITER = "chime_test_writer_8808adca7c367de1dabbd54e69b19db6";
  static final String WRITER_HASH =
      "d5a3cbd31e1f5ea2498327ac4c4b2993fb37bb1fafca970038eebc2c43a3aea4";
  static final String STRANGER = "chime_test_stranger_63c253c7042962625b7847ee6f6912f2";
  static final String STRANGER_HASH =
      "58a06d280a4eb735a3d0cf086707ba5c06b7ab6a5be9590f7571e3678351a2dd";
  static final String ADMIN = "chime_test_admin_835d6dc88b708bc646d6db82c853ef41";
  static final String ADMIN_HASH =
      "83fe47c2e51d0cfb0ae00d083e017870c4a6738cdca0734fd55df77d75404dfc";
  static final String SCRAPER = "chime_test_scraper_cb6636fd9a2d171ea6ae5bacada13795";
  static final String SCRAPER_HASH =
      "fd1fabc2c4b0b9ee43f887abb30f3600b05a26beb43828a0ec8b5e685c9b5354";
  static final String WORKER = "chime_test_worker_2808262fa8ba09698391321ab3de5844";
  static final String WORKER_HASH =
      "9b8ce9aa7730ee188aaff0421107ea9eef0686063e3ae3702601556181c1db2e";

  private TestKeys() {}
}
