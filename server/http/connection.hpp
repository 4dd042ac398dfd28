#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "server/http/exchange.hpp"
#include "server/http/outgoing.hpp"
#include "server/http/parser.hpp"
#include "server/runtime/message.hpp"

namespace hundred::server {

class FrontEnd;

/// One client's connection: reads and parses requests, dispatches them one at a time, sends what a worker could not.
///
/// Ownership: at any moment the front end (its loop's thread) or the exchange (whoever runs the request) owns it. The
/// exchange touches only the members that are marked as its own; the others belong to the loop at all times. Giving it
/// back is one atomic exchange; only if the loop left a note (bytes or the end have come) is the loop woken.
/// Lifetime: made by the front end, which destroys it when it closes.
class Connection {
 public:
  Connection(FrontEnd& front_end, Descriptor socket);

  // On the loop's thread.
  /// Reads and sends on after epoll reported `events`. May destroy the connection.
  /// @returns whether a request is complete: dispatch() it
  bool on_ready(std::uint32_t events);
  /// Gives the model the request that is complete.
  void dispatch();
  /// Reads what has come since FrontEnd::postpone_reading().
  void resume_reading();
  /// Judges the deadlines, or, if the server is stopping, closes what is idle. May destroy the connection.
  void sweep(TimePoint now);
  /// Memory of our own that it costs, in bytes, without the kernel's; nothing unless it is idle.
  std::optional<std::size_t> idle_bytes() const;

  // For the exchange that owns it.
  Request& request() { return request_; }
  Stamps& stamps() { return stamps_; }
  FrontEnd& front_end() { return front_end_; }
  /// The worker that alone serves this connection, if there is one.
  std::optional<std::uint32_t> pinned_to() const { return pinned_to_; }
  void pin_to(std::uint32_t worker) { pinned_to_ = worker; }
  /// Sends the response, of which it takes what makes the body, and gives the connection back.
  void respond(Response& response);

 private:
  enum class Owner : std::uint8_t { front_end, exchange, exchange_with_note };
  enum class Phase : std::uint8_t { fresh, idle, header, body, lingering };

  /// Whether the front end owns it; if so, what the exchange wrote is visible.
  bool ours() const { return owner_.load(std::memory_order_acquire) == Owner::front_end; }
  void wait_readable();
  void wait_writable();
  bool on_readable();
  void on_writable();

  bool receive();
  void read_ahead();
  bool process(std::string_view fresh);
  bool process_all(std::string_view bytes);
  bool parse_next(std::string_view& bytes);
  void begin_exchange();
  void reject(const RequestParser::Failure& failure);
  void send_interim();
  bool leave_note();
  void taken_back();
  void set_phase(Phase phase);

  void continue_sending(Outgoing::Result result);
  void finish(Outgoing::Result result);
  void hand_back(TimePoint sent);
  void finish_closing();
  void close();

  std::optional<Nanoseconds> allowed() const;
  void time_out();
  void drain();
  bool bytes_waiting() const;

  FrontEnd& front_end_;
  const Descriptor socket_;
  const int fd_;
  std::atomic<Owner> owner_{Owner::front_end};

  // The loop's.
  Phase phase_ = Phase::fresh;
  bool waiting_readable_ = true, waiting_writable_ = false;
  bool unread_ = false;     ///< epoll has reported what may not all be read yet, and will not do so again by itself
  bool hung_up_ = false;    ///< epoll has reported the end, behind what is unread
  bool postponed_ = false;  ///< the front end will call resume_reading()
  bool ended_ = false;      ///< the client will send nothing more
  bool sending_ = false;    ///< the loop sends the rest of a response
  std::string input_;       ///< received, not parsed
  TimePoint arrival_;       ///< of the last byte received
  std::unique_ptr<RequestParser> parser_;  ///< of a request that is not plain
  std::string_view interim_;               ///< what is still to be sent of a "100 Continue"; until then nothing is read

  // The exchange's while there is one, else the loop's.
  TimePoint since_;  ///< when phase_ began, or the last progress in sending, by the loop's charged clock
  bool close_after_ = false;
  bool close_expected_ = false;  ///< by a client that asked for it and has what it wanted
  std::optional<std::uint32_t> pinned_to_;
  unsigned status_ = 0;
  std::uint64_t body_bytes_ = 0;
  Request request_;
  Stamps stamps_;
  std::unique_ptr<Outgoing> unsent_;  ///< what is left of a response

  std::string client_;  ///< address, if it is of use; never changes
};

}  // namespace hundred::server
