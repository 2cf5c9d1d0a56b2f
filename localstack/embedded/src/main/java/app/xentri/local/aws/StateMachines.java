package app.xentri.local.aws;

import app.xentri.local.Part;
import asl.api.StatesApi;
import asl.engine.Arns;
import asl.engine.Engine;
import asl.engine.MachineSettings;
import asl.engine.Refusal;
import asl.engine.Workers;
import asl.task.Services;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Step Functions: the template's machines, run by the interpreter of Amazon States Language. Where
 * none is declared, nothing of it is loaded before somebody asks for it.
 */
public final class StateMachines implements Part {

  private static final Logger LOG = LoggerFactory.getLogger(StateMachines.class);
  private static final String MACHINE = ":stateMachine:";

  /** Executions that move at the same moment; each of them has a connection. */
  private static final int MOVING = 3;

  /** Calls that are under way at the same moment. */
  private static final int CALLING = 16;

  private final DataSource database;
  private final Account account;
  private final List<MachineSettings> machines;
  private final InstantSource clock;

  /** Guards what follows. */
  private final Object lock = new Object();

  private @Nullable Services services;
  private @Nullable Running running;
  private boolean closed;

  private record Running(Engine engine, StatesApi api, Workers workers) {}

  /**
   * @param machines of the template
   */
  public StateMachines(
      DataSource database, Account account, List<MachineSettings> machines, InstantSource clock) {
    this.database = database;
    this.account = account;
    this.machines = List.copyOf(machines);
    this.clock = clock;
  }

  @Override
  public String name() {
    return "states";
  }

  /**
   * Goes on with the executions of the last run; nothing was started before.
   *
   * @throws asl.definition.DefinitionException for a machine that calls what is not offered
   */
  void begin(Services carrier) {
    synchronized (lock) {
      services = carrier;
      if (!machines.isEmpty()) {
        running();
      }
      lock.notifyAll();
    }
  }

  private Running running() {
    synchronized (lock) {
      Running already = running;
      if (already != null) {
        return already;
      }
      Running started = start(awaitBegin());
      running = started;
      return started;
    }
  }

  /** An event may be delivered before all that executions call is there. */
  private Services awaitBegin() {
    synchronized (lock) {
      try {
        while (services == null && !closed) {
          lock.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      Services carrier = services;
      if (carrier == null || closed) {
        throw new IllegalStateException("the local cloud stops");
      }
      return carrier;
    }
  }

  private Running start(Services carrier) {
    Workers workers =
        new Workers(clock, CALLING, (what, cause) -> LOG.warn("{}: {}", what, cause.toString()));
    try {
      Engine engine =
          new Engine(
              database,
              new Arns("aws", account.region(), account.id()),
              clock,
              carrier,
              new Random(),
              workers);
      for (MachineSettings machine : machines) {
        engine.declare(machine);
      }
      workers.run(engine, MOVING);
      return new Running(engine, new StatesApi(engine), workers);
    } catch (SQLException e) {
      workers.close();
      throw new IllegalStateException("the state machines cannot reach their database", e);
    } catch (RuntimeException e) {
      workers.close();
      throw e;
    }
  }

  /** An operation of Step Functions' API. */
  JsonNode handle(String operation, JsonNode request) throws AwsRefusal {
    try {
      return running().api().handle(operation, request);
    } catch (Refusal e) {
      throw new AwsRefusal(400, e.code(), e.text());
    } catch (SQLException e) {
      LOG.warn("states:{} cannot reach its database: {}", operation, e.toString());
      throw new AwsRefusal(500, "InternalServerException", "The executions cannot be reached");
    }
  }

  /** Functions by their names, and beside them machines by their ARNs: what rules may call. */
  public FunctionInvoker beside(FunctionInvoker functions) {
    return new FunctionInvoker() {
      @Override
      public boolean knows(String target) {
        return target.contains(MACHINE)
            ? machines.stream().anyMatch(machine -> machine.name().equals(machineName(target)))
            : functions.knows(target);
      }

      @Override
      public Invocation invoke(String function, byte[] payload) {
        return functions.invoke(function, payload);
      }

      @Override
      public void invokeAsync(String target, byte[] payload) {
        if (target.contains(MACHINE)) {
          startByEvent(machineName(target), new String(payload, StandardCharsets.UTF_8));
        } else {
          functions.invokeAsync(target, payload);
        }
      }
    };
  }

  private static String machineName(String arn) {
    return arn.substring(arn.indexOf(MACHINE) + MACHINE.length());
  }

  private void startByEvent(String machine, String event) {
    try {
      running()
          .engine()
          .start(new Engine.Start(machine, UUID.randomUUID().toString(), event, Optional.empty()));
    } catch (Refusal e) {
      throw new IllegalArgumentException(e.text(), e);
    } catch (SQLException e) {
      throw new IllegalStateException("an execution could not be started", e);
    }
  }

  @Override
  public void close() {
    Running stopping;
    synchronized (lock) {
      closed = true;
      stopping = running;
      lock.notifyAll();
    }
    if (stopping != null) {
      stopping.workers().close();
    }
  }
}
