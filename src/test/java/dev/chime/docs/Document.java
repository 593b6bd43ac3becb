package dev.chime.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.Link;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * A Markdown file of the project's documentation.
 *
 * @param path where it is, from the project's root
 * @param text all of it
 * @param root its syntax tree
 */
record Document(Path path, String text, Node root) {

  /** The README, and all that it links to. */
  private static final Path README = Path.of("README.md");

  private static final Path FOLDER = Path.of("src/docs");

  private static final Parser PARSER =
      Parser.builder()
          .extensions(List.of(TablesExtension.create()))
          .includeSourceSpans(IncludeSourceSpans.BLOCKS)
          .build();

  /** The document in this file. */
  static Document of(String path) {
    return read(Path.of(path));
  }

  /** All documents. */
  static List<Document> all() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return Stream.concat(Stream.of(README), files.filter(file -> file.toString().endsWith(".md")))
          .map(Document::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Document read(Path path) {
    try {
      String text = Files.readString(path);
      return new Document(path, text, PARSER.parse(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Its blocks of code in a language, each with the block right after it that shows the outcome.
   */
  List<Example> examples(String language) {
    return nodes(FencedCodeBlock.class).stream()
        .filter(block -> block.getInfo().equals(language))
        .map(block -> new Example(place(block), block.getLiteral(), shownAfter(block)))
        .toList();
  }

  private static Example.@Nullable Shown shownAfter(FencedCodeBlock code) {
    return code.getNext() instanceof FencedCodeBlock next && Example.SHOWN.contains(next.getInfo())
        ? new Example.Shown(next.getInfo(), next.getLiteral())
        : null;
  }

  /** The rows of all its tables, without their heads: of each the cells, as plain text. */
  List<List<String>> rows() {
    return nodes(TableRow.class).stream()
        .filter(row -> !cells(row).getFirst().isHeader())
        .map(row -> cells(row).stream().map(Document::plain).toList())
        .toList();
  }

  private static List<TableCell> cells(TableRow row) {
    return nodes(row, TableCell.class);
  }

  /** Where its links and images lead, as they are written. */
  List<String> links() {
    return Stream.concat(
            nodes(Link.class).stream().map(Link::getDestination),
            nodes(Image.class).stream().map(Image::getDestination))
        .toList();
  }

  /** The names that links may have after {@code #}: GitHub makes them of the headings. */
  Set<String> anchors() {
    IdGenerator names = IdGenerator.builder().build();
    Set<String> anchors = new HashSet<>();
    nodes(Heading.class).forEach(heading -> anchors.add(names.generateId(plain(heading))));
    return anchors;
  }

  /** What is set as code in its text, blocks of code left out. */
  List<String> codeWords() {
    return nodes(Code.class).stream().map(Code::getLiteral).toList();
  }

  /** What is set as code in the first paragraphs of items that begin like this. */
  List<String> codeWordsOfItems(String beginning) {
    return nodes(ListItem.class).stream()
        .map(Node::getFirstChild)
        .filter(paragraph -> plain(paragraph).startsWith(beginning))
        .flatMap(paragraph -> nodes(paragraph, Code.class).stream())
        .map(Code::getLiteral)
        .toList();
  }

  private static String plain(Node node) {
    return nodes(node, Node.class).stream()
        .map(
            each ->
                switch (each) {
                  case Text text -> text.getLiteral();
                  case Code code -> code.getLiteral();
                  case SoftLineBreak lineBreak -> " ";
                  default -> "";
                })
        .collect(Collectors.joining());
  }

  private String place(Node node) {
    return path + ":" + (node.getSourceSpans().getFirst().getLineIndex() + 1);
  }

  private <T extends Node> List<T> nodes(Class<T> type) {
    return nodes(root, type);
  }

  private static <T extends Node> List<T> nodes(Node within, Class<T> type) {
    List<T> found = new ArrayList<>();
    within.accept(
        new AbstractVisitor() {
          @Override
          protected void visitChildren(Node parent) {
            for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
              if (type.isInstance(child)) {
                found.add(type.cast(child));
              }
              child.accept(this);
            }
          }
        });
    return found;
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
