package app.xentri.copilot.interview;

import java.util.List;

/** The words of the questions. Each text holds exactly one question mark. */
final class Questions {
  private static final String SKIP = "Skip for now";

  private Questions() {}

  static String ask(Topic topic) {
    return switch (topic) {
      case WHAT -> "What do you do? Tell me as you would tell a friend over coffee.";
      case NAME -> "What is your business called?";
      case WHO -> "Who is your ideal customer?";
      case ITEMS -> "What do you offer, in the words your customers would use?";
      case PRICES -> "What does that cost, roughly?";
      case DIFFERENCE -> "Why do people choose you and not someone else?";
      case HOURS -> "When are you open, or when can people reach you?";
      case AREA -> "Where do you work, and how far do you go?";
      case GOALS -> "What would you like to be different a year from now?";
      case PROOF -> "What can a new customer go by: reviews, certificates, past work?";
      case NEED -> "What usually makes someone get in touch with you?";
      case SINCE -> "How long have you been doing this?";
      case TEAM -> "Is it just you, or do you work with others?";
      case TONE -> "How should your business sound when it speaks to people?";
      case PROCESS -> "How does a job go, from the first call to the end?";
    };
  }

  /** The same question made smaller, with an example. */
  static String askSimply(Topic topic) {
    return switch (topic) {
      case WHAT -> "What do people pay you for? For example: “I repair boilers and fit bathrooms.”";
      case NAME ->
          "Which name would people look for? For example: “Harbour Street Bakery”. If it has none yet, just say so.";
      case WHO ->
          "Think of the last customer you liked working for. Who was it? For example: “A young family in their first house.”";
      case ITEMS ->
          "Which two or three things do you do most often? For example: “Check-ups, fillings and whitening.”";
      case PRICES ->
          "What did the last job or sale come to, more or less? For example: “A call-out is £60.”";
      case DIFFERENCE ->
          "What do happy customers thank you for? For example: “You came when you said you would.”";
      case HOURS -> "On which days can people reach you? For example: “Monday to Friday, 8 to 6.”";
      case AREA ->
          "In which town or area should people find you? For example: “Bristol and the villages around it.”";
      case GOALS ->
          "If one thing got better this year, which should it be? For example: “Two more regular clients.”";
      case PROOF ->
          "Has a customer said something kind about you, or do you hold a licence? For example: “Forty reviews, 4.9 stars.”";
      case NEED ->
          "What was wrong when the last customer called? For example: “The boiler broke down in winter.”";
      case SINCE -> "In which year did you start, roughly? For example: “2019.”";
      case TEAM -> "How many of you are there? For example: “Me and one apprentice.”";
      case TONE ->
          "If a friend described how you talk to customers, what would they say? For example: “Friendly, no jargon.”";
      case PROCESS -> "What happens first? For example: “First a call, then a visit.”";
    };
  }

  /** Why it is asked, for an owner who asks back. No question in it. */
  static String why(Topic topic) {
    return switch (topic) {
      case WHAT -> "Everything else builds on this: a plain sentence about your work is enough.";
      case NAME -> "I mean the name on your sign, your invoices or your website.";
      case WHO -> "I mean the people you would like more of, so that your Brief speaks to them.";
      case ITEMS -> "I mean the services or products that someone can book or buy.";
      case PRICES -> "Visitors look for a price first. A rough figure or a range is enough.";
      case DIFFERENCE -> "I mean the reason you would give if a friend compared you with another.";
      case HOURS -> "I mean the days and times that belong on your website.";
      case AREA -> "I mean the place people come to, or the area you travel to.";
      case GOALS -> "Your Brief keeps this in mind when it suggests what to do next.";
      case PROOF -> "I mean anything that lets a stranger trust you, small things included.";
      case NEED -> "I mean the moment before they call: the problem or the wish.";
      case SINCE -> "A year or a number of years is enough.";
      case TEAM -> "It helps people know who will turn up or answer.";
      case TONE -> "I mean friendly or formal, chatty or brief.";
      case PROCESS -> "I mean the steps a customer goes through.";
    };
  }

  static List<String> quickReplies(Topic topic) {
    return switch (topic) {
      case WHAT -> List.of();
      case NAME -> List.of("No name yet", SKIP);
      case HOURS -> List.of("Weekdays", "Every day", "By appointment", SKIP);
      case TEAM -> List.of("Just me", SKIP);
      case TONE -> List.of("Friendly and plain", "Calm and professional", SKIP);
      case PROOF, GOALS, WHO, ITEMS, PRICES, DIFFERENCE, AREA, NEED, SINCE, PROCESS ->
          List.of(SKIP);
    };
  }
}
