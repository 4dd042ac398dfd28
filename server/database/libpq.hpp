#pragma once

#include <libpq-fe.h>

namespace hundred::server {

/// Functions of PostgreSQL's client library.
class Libpq {
  struct Found {
    void* address;

    template <class Function>
    operator Function*() const {  // NOLINT(google-explicit-constructor): whichever type the function has
      return reinterpret_cast<Function*>(address);
    }
  };
  static Found find(const char* name);

 public:
  decltype(::PQclear)* const clear = find("PQclear");
  decltype(::PQcmdStatus)* const cmd_status = find("PQcmdStatus");
  decltype(::PQcmdTuples)* const cmd_tuples = find("PQcmdTuples");
  decltype(::PQconnectdbParams)* const connect = find("PQconnectdbParams");
  decltype(::PQconninfoFree)* const free_conninfo = find("PQconninfoFree");
  decltype(::PQconninfoParse)* const parse_conninfo = find("PQconninfoParse");
  decltype(::PQerrorMessage)* const error_message = find("PQerrorMessage");
  decltype(::PQexec)* const exec = find("PQexec");
  decltype(::PQexecParams)* const exec_params = find("PQexecParams");
  decltype(::PQfinish)* const finish = find("PQfinish");
  decltype(::PQgetlength)* const length_of = find("PQgetlength");
  decltype(::PQgetvalue)* const value_of = find("PQgetvalue");
  decltype(::PQnfields)* const columns = find("PQnfields");
  decltype(::PQntuples)* const rows = find("PQntuples");
  decltype(::PQresultErrorMessage)* const result_message = find("PQresultErrorMessage");
  decltype(::PQresultStatus)* const result_status = find("PQresultStatus");
  decltype(::PQsetNoticeProcessor)* const set_notice_processor = find("PQsetNoticeProcessor");
  decltype(::PQsocket)* const socket = find("PQsocket");
  decltype(::PQstatus)* const status = find("PQstatus");
};

/// The library. It is not linked but loaded (dlopen(3)) by the first who asks for it, and stays: it brings twenty
/// others, and what those keep for each thread would make every thread that starts dearer, which in thread-per-request
/// is a part of every request. Thread-safe. @throws std::runtime_error if the system has none, or one without these
/// functions
const Libpq& libpq();

}  // namespace hundred::server
