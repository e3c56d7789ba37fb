"""Starting and stopping, with and without obstacles."""

import socket
import subprocess

from embedded_aws.tests.integration.server.conftest import EmbeddedAws, free_ports


def test_starting_twice_is_harmless(aws: EmbeddedAws) -> None:
    done = aws.command("start")

    assert (done.returncode, "runs already" in done.stdout) == (0, True)


def test_a_taken_port_is_named_with_the_way_out(own_aws: EmbeddedAws) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", own_aws.api_port))
        other.listen()

        done = own_aws.command("start")

    assert done.returncode == 1
    assert f"port {own_aws.api_port} is taken" in done.stderr
    assert "API_PORT=" in done.stderr


def test_a_second_server_on_one_folder_is_refused(aws: EmbeddedAws) -> None:
    aws_port, api_port = free_ports(2)

    done = aws.command("serve", AWS_PORT=str(aws_port), API_PORT=str(api_port))

    assert done.returncode == 1
    assert "Another embedded AWS runs" in done.stderr


def test_status_tells_the_truth(own_aws: EmbeddedAws) -> None:
    stopped = own_aws.command("status").returncode
    own_aws.start()
    running = own_aws.command("status").returncode
    own_aws.stop()

    assert (stopped, running, own_aws.command("status").returncode) == (1, 0, 1)


def test_stopping_what_does_not_run_is_harmless(own_aws: EmbeddedAws) -> None:
    assert own_aws.command("stop").returncode == 0


def test_a_shell_evaluates_all_that_clients_need(aws: EmbeddedAws) -> None:
    printed = aws.command("start").stdout
    script = f'{printed}\necho "$AWS_ENDPOINT_URL $AWS_REGION $AWS_DEFAULT_REGION"'

    said = subprocess.run(["sh", "-c", script], capture_output=True, text=True, check=True).stdout

    assert said.split() == [aws.endpoint, "eu-central-1", "eu-central-1"]
    assert all(line.startswith(("export ", "# ")) for line in printed.splitlines())
